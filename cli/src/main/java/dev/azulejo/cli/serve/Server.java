package dev.azulejo.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.azulejo.cli.usage.Failure;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server: it checks who asks and how much is sent, and turns failures into a line of JSON. */
final class Server implements AutoCloseable {
    /** The longest body of a request, in bytes. */
    static final int LONGEST = 16 << 20;

    /** The JDK's server waits for a request for ever, unless this says how many seconds; it is read once. */
    private static final String REQUEST_SECONDS = "sun.net.httpserver.maxReqTime";

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Routes routes;
    private final Callers callers;
    private final String url;

    private Server(HttpServer server, Callers callers, String url, Routes routes) {
        this.server = server;
        this.callers = callers;
        this.url = url;
        this.routes = routes;
    }

    /** Begins to answer. */
    static Server start(String host, int port, Routes routes) {
        if (System.getProperty(REQUEST_SECONDS) == null) {
            System.setProperty(REQUEST_SECONDS, String.valueOf(EngineThread.PATIENCE.toSeconds()));
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
            String name = host.contains(":") ? "[" + host + "]" : host;
            String url = "http://" + name + ":" + http.getAddress().getPort() + "/";
            Server server = new Server(http, new Callers(address.isLoopbackAddress(), name), url, routes);
            http.createContext("/", server::answer);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (UnknownHostException e) {
            throw new UserException("--host " + host + ": there is no such address", e);
        } catch (BindException e) {
            throw new UserException(
                    "cannot listen at port " + port + " of " + host + " (" + e.getMessage()
                            + "): choose another with --port, 0 for any that is free",
                    e);
        } catch (IOException e) {
            throw new UserException("cannot listen at port " + port + " of " + host + ": " + e.getMessage(), e);
        }
    }

    String url() {
        return url;
    }

    /** Whether this machine alone can ask. */
    boolean loopback() {
        return callers.loopback();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            Routes.Answer answer;
            try {
                answer = answered(exchange);
            } catch (Refusal e) {
                status = e.status();
                answer = error(e.getMessage());
            } catch (UserException e) {
                status = Refusal.BAD;
                answer = error(e.getMessage());
            } catch (IOException e) {
                throw e; // Of the connection: nobody reads an answer.
            } catch (Throwable e) {
                status = Refusal.FAILED;
                answer = error(Failure.of(e).line());
            }
            send(exchange, status, answer);
        }
    }

    private Routes.Answer answered(HttpExchange exchange) throws IOException {
        callers.require(exchange.getRequestHeaders());
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        boolean post = Routes.isPost(path);
        if (!method.equals(post ? "POST" : "GET")) {
            exchange.getResponseHeaders().set("Allow", post ? "POST" : "GET");
            throw new Refusal(Refusal.METHOD, method + ": expected " + (post ? "POST" : "GET"));
        }
        if (!post) {
            return routes.get(path);
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new Refusal(Refusal.TOO_LARGE, "request: longer than " + (LONGEST >> 20) + " MiB; send less at once");
        }
        return routes.post(path, body);
    }

    private static Routes.Answer error(String line) {
        return Routes.Answer.json(Map.of("error", line));
    }

    private static void send(HttpExchange exchange, int status, Routes.Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        headers.set("Content-Type", answer.type());
        exchange.sendResponseHeaders(status, answer.bytes().length);
        exchange.getResponseBody().write(answer.bytes());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * Who may ask. A page of another site that a browser has open may send requests here too; it is told by its origin, and
     * by the name under which it reached this machine.
     *
     * @param loopback whether this machine alone can ask
     * @param host the name that the server was given
     */
    record Callers(boolean loopback, String host) {
        void require(Headers headers) {
            String asked = headers.getFirst("Host");
            String name = asked == null ? "" : asked.replaceFirst(":[0-9]*$", "");
            if (loopback
                    && !name.equals(host)
                    && !name.equals("localhost")
                    && !name.equals("127.0.0.1")
                    && !name.equals("[::1]")) {
                throw new Refusal(Refusal.FOREIGN, "host: expected a name of this machine, such as localhost");
            }
            String origin = headers.getFirst("Origin");
            if (origin != null && !origin.equals("http://" + asked)) {
                throw new Refusal(Refusal.FOREIGN, "origin: requests of other sites are refused");
            }
        }
    }
}
