package dev.azulejo.cli.serve;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is answered to which request.
 *
 * @param state of the run's folder
 * @param images the held-out ones
 * @param thread computes
 */
record Routes(RunState state, Images images, EngineThread thread) {
    private static final String JSON = "application/json";

    /** The page's own files, by what they are asked for as. */
    private static final Map<String, String> PAGE = Map.of(
            "/", "page.html",
            "/style.css", "style.css",
            "/page.js", "page.js",
            "/parts.js", "parts.js",
            "/curves.js", "curves.js",
            "/tiles.js", "tiles.js");

    private static final Set<String> POSTS = Set.of("/sample", "/encode", "/decode", "/complete");

    /** An answer: its type and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(String type, byte[] bytes) {
        static Answer json(Object value) {
            return new Answer(JSON, Json.write(value).getBytes(StandardCharsets.UTF_8));
        }
    }

    static boolean isPost(String path) {
        return POSTS.contains(path);
    }

    Answer get(String path) {
        if (PAGE.containsKey(path)) {
            return page(PAGE.get(path));
        }
        return switch (path) {
            case "/run" -> Answer.json(state.describe());
            case "/curves" -> Answer.json(state.curves());
            case "/tiles" -> Answer.json(Map.of("levels", thread.ask(run -> run.tiles(all()))));
            default -> {
                if (path.startsWith("/pictures/")) {
                    yield new Answer("image/png", state.picture(path.substring("/pictures/".length())));
                }
                if (path.matches("/images/[0-9]{1,9}")) {
                    yield Answer.json(page(Integer.parseInt(path.substring("/images/".length()))));
                }
                throw new Refusal(Refusal.NOT_FOUND, "nothing is here; the page is at /");
            }
        };
    }

    private ImageData all() {
        images.row(0);
        return images.data();
    }

    /** Some images, from a row on. */
    private Map<String, Object> page(int from) {
        images.row(from);
        List<Object> some = new ArrayList<>();
        for (int row = from; row < Math.min(images.count(), from + 24); row++) {
            some.add(images.described(row));
        }
        return new TreeMap<>(Map.of("count", images.count(), "images", some));
    }

    private static Answer page(String file) {
        String type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "text/html";
        try (InputStream in = Routes.class.getResourceAsStream(file)) {
            return new Answer(type + "; charset=utf-8", in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer post(String path, byte[] body) {
        JsonObject json = JsonObject.of(Json.read(body, "request"), "request");
        return Answer.json(
                switch (path) {
                    case "/sample" -> sample(json);
                    case "/encode" -> encode(json);
                    case "/decode" -> decode(json);
                    case "/complete" -> complete(json);
                    default -> throw new IllegalArgumentException(path);
                });
    }

    private Map<String, Object> sample(JsonObject json) {
        DrawRequest.requireMembers(json, DrawRequest.MEMBERS, Set.of("first"));
        DrawRequest request = DrawRequest.of(json);
        int first = json.has("first") ? json.whole("first", 0, Integer.MAX_VALUE) : 0;
        return thread.ask(run -> run.sample(request.options(), first, request.inTurn(run.classes(), first)));
    }

    private Map<String, Object> encode(JsonObject json) {
        DrawRequest.requireMembers(json, Set.of("images"), Set.of());
        List<Object> given = some("images", json);
        return thread.ask(run -> Map.of(
                "codes", run.encode(given.stream().map(one -> image(run, one)).toList())));
    }

    private Map<String, Object> decode(JsonObject json) {
        DrawRequest.requireMembers(json, Set.of("codes"), Set.of());
        List<Object> given = some("codes", json);
        return thread.ask(run -> Map.of(
                "images",
                run.decode(
                        given.stream().map(one -> run.codes().read(one, false)).toList())));
    }

    private Map<String, Object> complete(JsonObject json) {
        DrawRequest.requireMembers(json, DrawRequest.MEMBERS, Set.of("image", "keep", "codes"));
        DrawRequest request = DrawRequest.of(json);
        if (json.has("image") == json.has("codes") || (json.has("keep") && !json.has("image"))) {
            throw new Refusal(
                    Refusal.BAD,
                    "request: expected \"image\", of which the share \"keep\" is given from above, or \"codes\", with"
                            + " -1 for each to draw");
        }
        double keep = json.has("keep") ? json.number("keep") : 0.5;
        return thread.ask(run -> {
            List<int[]> given = json.has("codes")
                    ? run.codes().read(json.members().get("codes"), true)
                    : run.upperPart(image(run, json.members().get("image")), keep);
            String own = json.members().get("image") instanceof Long row ? images.className(row.intValue()) : null;
            return run.complete(request.options(), request.ofImage(run.classes(), own), given);
        });
    }

    private static List<Object> some(String member, JsonObject json) {
        List<Object> given = json.list(member);
        if (given.isEmpty() || given.size() > DrawRequest.MOST) {
            throw new Refusal(
                    Refusal.BAD,
                    "request: expected 1 to " + DrawRequest.MOST + " under \"" + member + "\", found " + given.size());
        }
        return given;
    }

    /** An image as a request names it: the row of a held-out one, or a picture. */
    private ImageData image(OpenRun run, Object value) {
        return switch (value) {
            case Long row -> images.row(row);
            case String text -> run.fitted(Png.image(text));
            case null, default ->
                throw new Refusal(Refusal.BAD, "image: expected a picture as base64, or the row of a held-out image");
        };
    }
}
