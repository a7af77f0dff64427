package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** The paths that names stand for: files of this machine, and elsewhere those that a URL names, if the program has a service for it. */
public final class Places {
    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://.*", Pattern.DOTALL);

    private Places() {}

    /** What makes paths of URLs: a service. */
    @FunctionalInterface
    public interface Provider {
        /**
         * The path that a URL names.
         *
         * @param url scheme, authority and path, nothing of it encoded
         * @return the path, whose {@code toString} is the URL
         * @throws IllegalArgumentException if it is malformed
         */
        Path path(String url);
    }

    /**
     * Says whether a name is a URL.
     *
     * @param name a name as a user types it
     * @return whether it is one
     */
    public static boolean isUrl(String name) {
        return URL.matcher(name).matches();
    }

    /** {@return whether this program can read and write what URLs name} */
    public static boolean takeUrls() {
        return provider().isPresent();
    }

    /**
     * The path that a name stands for.
     *
     * @param name a path, or a URL
     * @return the path
     * @throws java.nio.file.InvalidPathException if it can be no path here
     * @throws UserException if it is a URL, and either malformed or nothing here reads it
     */
    public static Path of(String name) {
        if (!isUrl(name)) {
            return Path.of(name);
        }
        Provider provider = provider()
                .orElseThrow(() -> new UserException(
                        name + ": is a URL, and this program reads files by path alone; mount it, or copy it here"));
        try {
            return provider.path(name);
        } catch (IllegalArgumentException e) {
            throw new UserException(name + ": is no URL of a file (" + e.getMessage() + ")", e);
        }
    }

    private static Optional<Provider> provider() {
        return ServiceLoader.load(Provider.class, Places.class.getClassLoader()).findFirst();
    }
}
