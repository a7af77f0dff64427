import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Checks that what a release would publish is all that Central asks for (but signatures, which are whoever publishes), and the same
 * bytes in both of two folders: {@code Release.java PUBLISHED AGAIN}.
 */
final class Release {
    private static final Set<String> PUBLISHED = Set.of(
            "azulejo",
            "azulejo-bom",
            "azulejo-engine",
            "azulejo-nn",
            "azulejo-fashion-mnist",
            "azulejo-vqvae2",
            "azulejo-priors");
    private static final List<String> REQUIRED = List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    private final Path root;
    private final List<String> missing = new ArrayList<>();

    private Release(Path root) {
        this.root = root.resolve("dev/azulejo");
    }

    public static void main(String[] args) throws Exception {
        Release release = new Release(Path.of(args[0]));
        release.check();
        release.compare(Path.of(args[1]).resolve("dev/azulejo"));
        release.missing.forEach(System.err::println);
        if (!release.missing.isEmpty()) {
            System.exit(1);
        }
        System.out.println("a release of " + PUBLISHED.size()
                + " artifacts: POMs, sources and javadoc are whole, and two builds give the same bytes");
    }

    private void check() throws Exception {
        Set<String> names = folders();
        if (!names.equals(PUBLISHED)) {
            missing.add("published: expected " + new TreeSet<>(PUBLISHED) + ", found " + names);
        }
        for (String name : names) {
            Path versions = root.resolve(name);
            try (Stream<Path> found = Files.list(versions)) {
                for (Path version : found.filter(Files::isDirectory).toList()) {
                    check(name, version);
                }
            }
        }
    }

    private Set<String> folders() throws IOException {
        try (Stream<Path> found = Files.list(root)) {
            return found.map(folder -> folder.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void check(String name, Path folder) throws Exception {
        String version = folder.getFileName().toString();
        Element pom = pom(folder.resolve(name + "-" + version + ".pom"));
        for (String path : REQUIRED) {
            if (text(pom, path).or(() -> inherited(pom, path)).isEmpty()) {
                missing.add(name + ": its POM has no " + path);
            }
        }
        if (Files.readString(folder.resolve(name + "-" + version + ".pom")).contains("SNAPSHOT")) {
            missing.add(name + ": its POM names a snapshot");
        }
        if (text(pom, "packaging").orElse("jar").equals("jar")) {
            requireEntry(folder.resolve(name + "-" + version + ".jar"), "module-info.class");
            requireEntry(folder.resolve(name + "-" + version + "-sources.jar"), "module-info.java");
            requireEntry(folder.resolve(name + "-" + version + "-javadoc.jar"), "index.html");
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(jar|pom)"))
                    .toList()) {
                if (!Files.exists(file.resolveSibling(file.getFileName() + ".sha1"))) {
                    missing.add(file.getFileName() + ": no checksum beside it");
                }
            }
        }
    }

    private void requireEntry(Path jar, String entry) throws IOException {
        if (!Files.exists(jar)) {
            missing.add(jar.getFileName() + ": is not there");
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.getEntry(entry) == null) {
                missing.add(jar.getFileName() + ": holds no " + entry);
            }
        }
    }

    private static Element pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    /** What the parent says; a name and a description are of the artifact itself. */
    private Optional<String> inherited(Element pom, String path) {
        Optional<String> parent = text(pom, "parent/artifactId");
        if (parent.isEmpty() || path.equals("name") || path.equals("description")) {
            return Optional.empty();
        }
        String version = text(pom, "parent/version").orElseThrow();
        try {
            return text(
                    pom(root.resolve(parent.get()).resolve(version).resolve(parent.get() + "-" + version + ".pom")),
                    path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> text(Element element, String path) {
        Element at = element;
        for (String step : path.split("/")) {
            Element next = null;
            for (var node = at.getFirstChild(); node != null && next == null; node = node.getNextSibling()) {
                next = node instanceof Element child && child.getTagName().equals(step) ? child : null;
            }
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at.getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    private void compare(Path again) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(jar|pom)"))
                    .toList()) {
                Path other = again.resolve(root.relativize(file));
                if (!Files.exists(other) || Files.mismatch(file, other) >= 0) {
                    missing.add(file.getFileName() + ": another build gives other bytes");
                }
            }
        }
    }
}
