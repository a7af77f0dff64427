package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in headless Chromium, by its DevTools protocol. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final Map<Long, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long asked;

    /** Chromium, where it is installed. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    public Browser(Path program, Path profile) throws Exception {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path said = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(said) || Files.size(said) == 0) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("Chromium starts")
                    .isTrue();
            Thread.sleep(50);
        }
        String port = Files.readAllLines(said).getFirst();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String tab = client.send(request, BodyHandlers.ofString()).body();
        String url = JsonObject.of(Json.read(tab, "tab"), "tab").text("webSocketDebuggerUrl");
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(url), this)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket of, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            JsonObject message = JsonObject.of(Json.read(text.toString(), "message"), "message");
            text.setLength(0);
            if (message.has("id")) {
                answers.remove(message.whole("id")).complete(message);
            } else {
                event(message.text("method"), message.object("params"));
            }
        }
        of.request(1);
        return null;
    }

    private void event(String method, JsonObject about) {
        boolean wrong = switch (method) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> about.text("type").equals("error");
            case "Log.entryAdded" -> about.object("entry").text("level").equals("error");
            default -> false;
        };
        if (wrong || method.equals("Runtime.consoleAPICalled") || method.equals("Log.entryAdded")) {
            said.add(about.members().toString());
        }
        if (wrong) {
            errors.add(about.members().toString());
        }
    }

    JsonObject call(String method, Map<String, Object> parameters) throws Exception {
        long id = ++asked;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        var _ = socket.sendText(Json.write(Map.of("id", id, "method", method, "params", parameters)), true);
        JsonObject message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message.members()).as(method).doesNotContainKey("error");
        return message.object("result");
    }

    /** Opens a page in a window of this size. */
    public void open(String url, int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        call("Page.navigate", Map.of("url", url));
        until("location.href.startsWith(" + Json.write(url) + ") && document.readyState === 'complete'");
    }

    /** The value of an expression in the page. */
    public Object value(String expression) throws Exception {
        JsonObject answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        assertThat(answer.members()).as(expression).doesNotContainKey("exceptionDetails");
        return answer.object("result").members().get("value");
    }

    /** Waits until an expression in the page holds. */
    public void until(String expression) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(value("Boolean(" + expression + ")"))) {
            assertThat(System.nanoTime()).as(expression).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** A click as of a mouse, at a place of an element: shares of its width and height. */
    public void click(String selector, double x, double y) throws Exception {
        String at = "(() => { const e = document.querySelector(" + Json.write(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return [r.left +"
                + " r.width * "
                + x + ", r.top + r.height * " + y + "]; })()";
        List<?> place = (List<?>) value(at);
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of("type", type, "x", place.get(0), "y", place.get(1), "button", "left", "clickCount", 1));
        }
    }

    /** A key as of a keyboard. */
    public void key(String name) throws Exception {
        String typed = name.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", name, "code", name, "text", typed));
        }
    }

    /** All that was said on the console, errors among it. */
    public List<String> said() {
        return said;
    }

    /** What went wrong on the page. */
    public List<String> errors() {
        return errors;
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
