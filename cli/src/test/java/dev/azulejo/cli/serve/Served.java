package dev.azulejo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** {@code azulejo serve} in this JVM, until it is closed. */
final class Served implements AutoCloseable {
    private static final Path RUNS = Path.of("src/test/resources/runs/0.1");

    /** The images of the golden runs. */
    static final Path IMAGES = RUNS.resolve("images");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Interrupt interrupt = new Interrupt();
    private final CompletableFuture<Ran> ran;
    private final int port;

    Served(Path run, Object... options) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Object[] words = Stream.concat(
                        Stream.of("serve", "--run", run, "--port", port, "--json", "--quiet"), Stream.of(options))
                .toArray();
        ran = CompletableFuture.supplyAsync(
                () -> Ran.azulejo(interrupt, words),
                task -> Thread.ofPlatform().daemon().start(task));
        while (true) {
            try {
                get("/run");
                return;
            } catch (ConnectException _) {
                assertThat(ran.isDone()).as(() -> ran.join().err()).isFalse();
                Thread.sleep(20);
            }
        }
    }

    /** A copy of a golden run. */
    static Path copy(String name, Path to) throws IOException {
        return Runs.copy(RUNS.resolve(name), to);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    HttpResponse<String> send(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return succeeded(send(path, null));
    }

    JsonObject post(String path, Object body) throws IOException, InterruptedException {
        return succeeded(send(path, Json.write(body)));
    }

    private static JsonObject succeeded(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonObject.of(Json.read(response.body(), "response"), "response");
    }

    /** A failure as a program should meet it: this status, and one line of JSON with all of these words. */
    static void failed(HttpResponse<String> response, int status, String... words) {
        JsonObject json = JsonObject.of(Json.read(response.body(), "response"), "response");
        assertThat(json.members()).containsOnlyKeys("error");
        assertThat(json.text("error")).isNotBlank().doesNotContain("Exception", "\n");
        for (String word : words) {
            assertThat(json.text("error")).contains(word);
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    static List<Object> list(Object value) {
        return List.copyOf((List<?>) value);
    }

    @Override
    public void close() {
        interrupt.request();
        Ran end = ran.join().succeeded();
        assertThat(end.json().text("url")).isEqualTo(url() + "/");
    }
}
