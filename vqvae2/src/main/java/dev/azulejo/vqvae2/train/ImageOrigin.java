package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.run.RunDirectory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the images of a run come from, as {@code run.json} remembers it.
 *
 * @param data what {@link DataSource#open} is told; a path is absolute, so that it leads there from another folder too;
 *     empty if there are no images yet
 * @param heldOut another source, all of which is held out; null if {@code data} decides
 * @param resized whether the images were resized to the model's size; else they were padded
 */
public record ImageOrigin(String data, String heldOut, boolean resized) {
    /** Where the held-out images come from, in the configuration of a run, if from another source. */
    public static final String HELD_OUT = "held_out";

    private static final String RESIZED = "resized";

    /** No images yet: a model that was imported, of which nobody has said what it is to learn from. */
    public static final ImageOrigin NONE = new ImageOrigin("", null, false);

    /** Makes paths absolute. */
    public ImageOrigin {
        data = absolute(data);
        heldOut = heldOut == null ? null : absolute(heldOut);
    }

    /**
     * The origin of images that were opened by their name, and padded if need be.
     *
     * @param images the images
     * @return the name of those to learn from
     */
    public static ImageOrigin of(Split images) {
        return new ImageOrigin(images.train().name(), null, false);
    }

    /**
     * The origin that a run remembers.
     *
     * @param run its folder
     * @return where its images come from
     */
    public static ImageOrigin of(RunDirectory run) {
        Map<String, Object> settings = run.info().configuration();
        String heldOut = settings.get(HELD_OUT) instanceof String text ? text : null;
        return new ImageOrigin(run.info().dataName(), heldOut, Boolean.TRUE.equals(settings.get(RESIZED)));
    }

    /**
     * Remembers it.
     *
     * @param settings receives it, for {@code run.json}
     */
    public void putInto(Map<String, Object> settings) {
        if (heldOut != null) {
            settings.put(HELD_OUT, heldOut);
        }
        settings.put(RESIZED, resized);
    }

    /** What a run keeps: a configuration, this origin, and whatever else it kept before. */
    Map<String, Object> settings(Map<String, Object> before, Configuration now) {
        Map<String, Object> settings = new LinkedHashMap<>(before);
        settings.putAll(now.toJson());
        putInto(settings);
        return settings;
    }

    /** {@return whether there are images} */
    public boolean isKnown() {
        return !data.isEmpty();
    }

    private static String absolute(String source) {
        return source.isEmpty() || DataSource.BUILT_IN.contains(source)
                ? source
                : Places.of(source).toAbsolutePath().normalize().toString();
    }
}
