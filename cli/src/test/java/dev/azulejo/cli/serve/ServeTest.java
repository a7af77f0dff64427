package dev.azulejo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.Azulejo;
import dev.azulejo.cli.Ran;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server of a run answers. */
class ServeTest {
    @TempDir
    static Path folder;

    @TempDir
    Path own;

    private static Path run;
    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        run = Served.copy("ema", folder.resolve("run"));
        Files.write(run.resolve("samples.png"), new byte[] {1, 2, 3});
        Files.createSymbolicLink(
                run.resolve("link.png"), Served.IMAGES.resolve("discs/02.png").toAbsolutePath());
        served = new Served(run, "--data", Served.IMAGES);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static BufferedImage image(Object text) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) text)));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    /** It has no curves, but says how far it was trained. */
    @Test
    void aBundleIsServed() throws Exception {
        Path bundle = own.resolve("golden.azulejo");
        Ran.azulejo("export", "--run", run, "--to", "bundle", "--out", bundle, "--quiet")
                .succeeded();
        try (Served bundled = new Served(bundle, "--data", Served.IMAGES)) {
            JsonObject json = bundled.get("/run");
            assertThat(json.text("run")).isEqualTo("golden.azulejo");
            assertThat(json.members()).containsEntry("model_missing", null).containsEntry("priors_missing", null);
            assertThat(bundled.get("/curves").list("curves").toString()).contains("step=120", "points=[]");
        }
    }

    @Test
    void theRunIsDescribed() throws Exception {
        JsonObject json = served.get("/run");
        assertThat(json.whole("step")).isEqualTo(120);
        assertThat(json.members()).containsEntry("model_missing", null).containsEntry("priors_missing", null);
        assertThat(json.list("classes")).contains("discs");
        assertThat(json.object("pictures").members()).containsOnlyKeys("samples.png");
        JsonObject curves = served.get("/curves");
        assertThat(curves.list("curves")).hasSize(3);
        assertThat(curves.list("curves").toString()).contains("name=model", "name=top prior", "steps=120");
        assertThat(served.get("/tiles").object("levels").members()).containsOnlyKeys("bottom", "top");
        assertThat(served.get("/images/0").list("images")).isNotEmpty();
    }

    @Test
    void anImageAndItsRowHaveTheSameCodes() throws Exception {
        String first = JsonObject.of(served.get("/images/0").list("images").getFirst(), "image")
                .text("image");
        List<Object> codes =
                served.post("/encode", Map.of("images", List.of(0, first))).list("codes");
        assertThat(codes).hasSize(2);
        assertThat(codes.get(0)).isEqualTo(codes.get(1));
        List<Object> images = served.post("/decode", Map.of("codes", codes)).list("images");
        try (Azulejo azulejo = Azulejo.open(run)) {
            assertThat(pixels(image(images.getFirst()))).isEqualTo(pixels(azulejo.reconstruct(image(first))));
        }
    }

    @Test
    void newImagesAreThoseOfTheLibrary() throws Exception {
        JsonObject made =
                served.post("/sample", Map.of("count", 3, "class", "discs", "seed", 7, "temperature", 0.8, "top_k", 5));
        assertThat(made.list("classes")).containsExactly("discs", "discs", "discs");
        try (Azulejo azulejo = Azulejo.open(run)) {
            List<BufferedImage> expected = azulejo.sample(3)
                    .ofClass("discs")
                    .seed(7)
                    .temperature(0.8)
                    .topK(5)
                    .images();
            for (int i = 0; i < 3; i++) {
                assertThat(pixels(image(made.list("images").get(i)))).isEqualTo(pixels(expected.get(i)));
            }
        }
        List<Object> decoded =
                served.post("/decode", Map.of("codes", made.list("codes"))).list("images");
        assertThat(decoded).isEqualTo(made.list("images"));
        JsonObject later = served.post("/sample", Map.of("count", 1, "first", 2, "class", "discs", "seed", 7));
        JsonObject all = served.post("/sample", Map.of("count", 3, "class", "discs", "seed", 7));
        assertThat(later.list("images").getFirst()).isEqualTo(all.list("images").get(2));
    }

    @Test
    void anUpperHalfIsCompletedAsByTheLibrary() throws Exception {
        Path file = Served.IMAGES.resolve("discs/02.png");
        JsonObject made = served.post("/complete", Map.of("image", base64(file), "class", "discs", "count", 2));
        assertThat(made.list("images")).hasSize(2);
        try (Azulejo azulejo = Azulejo.open(run)) {
            BufferedImage expected = azulejo.complete(ImageIO.read(file.toFile()), 0.5)
                    .ofClass("discs")
                    .images()
                    .getFirst();
            assertThat(pixels(image(made.list("images").getFirst()))).isEqualTo(pixels(expected));
        }
        assertThat(served.post("/complete", Map.of("image", 0)).list("images")).hasSize(1); // Of its own class.
    }

    @Test
    void givenCodesAreKept() throws Exception {
        Object top = List.of(List.of(-1, 3), List.of(5, 0));
        List<Integer> none = List.of(-1, -1, -1, -1);
        Object codes = Map.of("top", top, "bottom", List.of(none, List.of(1, 2, -1, 15), none, none));
        JsonObject made = JsonObject.of(
                served.post("/complete", Map.of("codes", codes, "class", "discs"))
                        .list("codes")
                        .getFirst(),
                "codes");
        assertThat(Served.list(made.list("top").get(1))).containsExactly(5L, 0L);
        assertThat(Served.list(made.list("bottom").get(1))).startsWith(1L, 2L).endsWith(15L);
        assertThat(made.toString()).doesNotContain("-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sample   | nonsense                              | 400 | request: not valid JSON: line 1",
                "/sample   | []                                    | 400 | request: expected a JSON object, found",
                "/sample   | {\"count\":65}                        | 400 | expected \"count\" from 1 to 64, found 65",
                "/sample   | {\"count\":\"all\"}                   | 400 | expected a whole number under \"count\"",
                "/sample   | {\"class\":\"disks\"}                 | 400 | did you mean \"discs\"?",
                "/sample   | {\"temprature\":1}                    | 400 | did you mean \"temperature\"?",
                "/sample   | {\"temperature\":-1}                  | 400 | temperature",
                "/encode   | {}                                    | 400 | expected a list under \"images\", found"
                        + " none",
                "/encode   | {\"images\":[]}                       | 400 | expected 1 to 64 under \"images\", found 0",
                "/encode   | {\"images\":[\"?\"]}                  | 400 | expected PNG or JPEG as base64",
                "/encode   | {\"images\":[\"aGFsbG8=\"]}           | 400 | found bytes of another kind",
                "/encode   | {\"images\":[99]}                     | 404 | image 99: expected 0 to",
                "/encode   | {\"images\":[-1]}                     | 404 | image -1: expected 0 to",
                "/encode   | {\"images\":[true]}                   | 400 | or the row of a held-out image",
                "/decode   | {\"codes\":[{}]}                      | 400 | codes: expected a list under \"bottom\"",
                "/decode   | {\"codes\":[{\"bottom\":[[1]]}]}      | 400 | bottom: rows: expected 4, found 1",
                "/complete | {}                                    | 400 | expected \"image\"",
                "/complete | {\"image\":0,\"keep\":0.1}            | 400 | complete: 0 of 2 rows",
                "/complete | {\"image\":4294967296}                | 404 | expected 0 to",
                "/complete | {\"codes\":7}                         | 400 | codes: expected a JSON object, found 7",
            })
    void aRequestThatMakesNoSenseIsAnsweredInALine(String path, String body, int status, String words)
            throws Exception {
        Served.failed(served.send(path, body), status, words);
    }

    @Test
    void codesAreChecked() throws Exception {
        List<List<Integer>> bottom =
                List.of(List.of(0, 0, 0, 0), List.of(0, 0, 0, 0), List.of(0, 0, 0, 0), List.of(0, 0, 0, 16));
        String body = Json.write(Map.of(
                "codes", List.of(Map.of("bottom", bottom, "top", List.of(List.of(0, 0), List.of(0, 0))))));
        Served.failed(served.send("/decode", body), 400, "bottom: expected whole numbers from 0 to 15, found 16");
        Served.failed(served.send("/complete", "{\"codes\":{\"bottom\":[[-2,0,0,0],[],[],[]]}}"), 400, "from -1 to 15");
        Path file = Served.IMAGES.resolve("discs/02.png");
        Served.failed(
                served.send("/complete", "{\"image\":\"" + base64(file) + "\"}"),
                400,
                "the priors know classes; name one under \"class\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/pictures/run.json",
        "/pictures/link.png",
        "/pictures/..%2Frun%2Fsamples.png",
        "/pictures/",
        "/images/9999",
        "/images/99999999999",
        "/Page.class",
        "/serve/",
        "/../run.json"
    })
    void nothingElseIsServed(String path) throws Exception {
        Served.failed(served.send(path, null), 404);
    }

    @Test
    void otherSitesAreRefused() throws Exception {
        Served.failed(served.send("/sample", "{}", "Origin", "http://example.org"), 403, "other sites");
        Served.failed(served.send("/sample", "{}", "Origin", "null"), 403, "other sites");
        assertThat(served.send("/sample", "{}", "Origin", served.url()).statusCode())
                .isEqualTo(200);
        String port = served.url().replaceFirst(".*:", "");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.getOutputStream()
                    .write("GET /run HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403");
        }
        Served.failed(served.send("/sample", null), 405, "GET: expected POST");
        Served.failed(served.send("/run", "{}"), 405, "POST: expected GET");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        Served.failed(served.send("/encode", " ".repeat(Server.LONGEST + 1)), 413, "longer than 16 MiB");
    }

    @Test
    void manyAskAtOnce() {
        List<Integer> answers = Stream.generate(() -> "/sample")
                .limit(8)
                .parallel()
                .map(path -> {
                    try {
                        return served.send(path, "{\"count\":2}").statusCode();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        assertThat(answers).hasSize(8).containsOnly(200);
    }

    @Test
    void aRunThatIsNotTrainedYetSaysWhatIsMissing() throws Exception {
        Path begun = Served.copy("ema", own.resolve("begun"));
        Served.delete(begun.resolve("priors"));
        try (Served young = new Served(begun)) { // Nor are its images where they were.
            JsonObject json = young.get("/run");
            assertThat(json.text("priors_missing")).contains("no trained prior of the top level yet");
            assertThat(json.text("images_missing")).contains("say where they are with --data");
            Served.failed(young.send("/sample", "{}"), 409, "no trained prior of the top level yet");
            Served.failed(young.send("/encode", "{\"images\":[0]}"), 409, "say where they are with --data");
            Served.failed(young.send("/tiles", null), 409, "say where they are with --data");
            Served.delete(begun.resolve("checkpoints"));
            assertThat(young.get("/run").text("model_missing")).contains("no checkpoint yet");
            assertThat(young.get("/curves").list("curves")).hasSize(1);
            Served.failed(young.send("/decode", "{\"codes\":[{}]}"), 409, "no checkpoint yet");
        }
    }

    @Test
    void priorsOfCodesThatMeantOtherThingsDrawNothing() throws Exception {
        Path older = own.resolve("older");
        for (String command : List.of(
                "train --data IMAGES --run RUN --preset tiny --batch 4 --steps 1",
                "encode --run RUN",
                "train-prior --run RUN --level top --preset tiny --batch 4 --steps 1",
                "train-prior --run RUN --level bottom --preset tiny --batch 4 --steps 1",
                "train --run RUN --resume --steps 2")) {
            Object[] words = Stream.of((command + " --quiet").split(" "))
                    .map(word -> word.equals("RUN") ? older : word.equals("IMAGES") ? Served.IMAGES : word)
                    .toArray();
            Ran.azulejo(words).succeeded();
        }
        String line = "the prior of top and bottom learned codes of the model at step 1, which is at step 2 now";
        try (Served stale = new Served(older)) {
            assertThat(stale.get("/run").text("priors_missing")).contains(line);
            Served.failed(stale.send("/sample", "{}"), 409, line);
            assertThat(stale.send("/encode", "{\"images\":[0]}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theCommandRefusesWhatItCannotServe() throws IOException {
        Ran.azulejo("serve", "--run", own.resolve("none")).failed(1, "none");
        Ran.azulejo("serve", "--run", run, "--port", "70000").failed(2, "expected a whole number from 0 to 65535");
        Ran.azulejo("serve", "--run", run, "--data", own.resolve("none"), "--quiet")
                .failed(1, "none");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran.azulejo("serve", "--run", run, "--data", Served.IMAGES, "--port", taken.getLocalPort(), "--quiet")
                    .failed(1, "cannot listen at port " + taken.getLocalPort(), "choose another with --port");
        }
        Ran.azulejo("serve", "--run", run, "--data", Served.IMAGES, "--host", "no.such.host.invalid", "--quiet")
                .failed(1, "--host no.such.host.invalid: there is no such address");
    }
}
