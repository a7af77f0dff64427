package dev.azulejo.engine.tornado.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the stand-ins promise, the real module keeps: each member, of the same type, static where they are, with their constants. */
@Tag("device")
class StandInsTest {
    private static final String API = "uk/ac/manchester/tornado/api/";

    /** The context of an emulated work-item, and what is there so that nobody makes such an object. */
    private static final Set<String> OURS = Set.of("KernelContext.<init>(III)V");

    @Test
    void theRealModuleHasEveryMember() throws Exception {
        Map<String, ClassModel> standIns = classes(standIns());
        Map<String, ClassModel> real = classes(real());
        assertThat(standIns).containsKey(API + "TaskGraph");
        Set<String> missing = new TreeSet<>();
        standIns.forEach((name, standIn) -> {
            if (!name.endsWith("-info")) {
                members(standIn)
                        .filter(member -> !OURS.contains(member))
                        .filter(member -> !keeps(real, name, member))
                        .forEach(missing::add);
            }
        });
        assertThat(missing).isEmpty();
    }

    /** The member as a line, such as {@code KernelContext.localBarrier()V}. */
    private static Stream<String> members(ClassModel type) {
        Stream<String> methods = type.methods().stream()
                .filter(method ->
                        method.flags().has(AccessFlag.PUBLIC) || method.flags().has(AccessFlag.PROTECTED))
                .map(method -> line(type, method));
        Stream<String> fields = type.fields().stream()
                .filter(field -> field.flags().has(AccessFlag.PUBLIC))
                .map(field -> line(type, field));
        return Stream.concat(methods, fields);
    }

    private static String line(ClassModel type, MethodModel method) {
        return simple(type) + "." + method.methodName() + method.methodType()
                + (method.flags().has(AccessFlag.STATIC) ? " static" : "");
    }

    private static String line(ClassModel type, FieldModel field) {
        String constant = field.findAttribute(Attributes.constantValue())
                .map(value -> " = " + value.constant().constantValue())
                .orElse("");
        return simple(type) + "." + field.fieldName() + " " + field.fieldType()
                + (field.flags().has(AccessFlag.STATIC) ? " static" : "") + constant;
    }

    private static String simple(ClassModel type) {
        String name = type.thisClass().asInternalName();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Whether the real type of a name has the member, or inherits it. */
    private static boolean keeps(Map<String, ClassModel> real, String name, String member) {
        ClassModel type = real.get(name);
        if (type == null) {
            return false;
        }
        String from = simple(type);
        String wanted = member.substring(member.indexOf('.'));
        for (ClassModel at = type; at != null; at = above(real, at)) {
            String holder = simple(at);
            boolean here = members(at).anyMatch(found -> found.equals(holder + wanted));
            if (here && (holder.equals(from) || !wanted.startsWith(".<init>"))) {
                return true;
            }
        }
        return false;
    }

    private static ClassModel above(Map<String, ClassModel> real, ClassModel type) {
        Optional<ClassEntry> parent = type.superclass();
        return parent.map(ClassEntry::asInternalName).map(real::get).orElse(null);
    }

    private static Map<String, ClassModel> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, ClassModel> found = new HashMap<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".class")
                            && root.relativize(file).toString().startsWith(API))
                    .toList()) {
                ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
                found.put(type.thisClass().asInternalName(), type);
            }
            return found;
        }
    }

    /** Where the class path has them: under the profile the real module hides them from the class loader. */
    private static Path standIns() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = root(Path.of(entry));
            if (Files.exists(path.resolve(API + "TaskGraph.class"))) {
                return path;
            }
        }
        throw new IOException("no stand-ins on the class path");
    }

    private static Path real() throws IOException {
        List<Path> folders = Files.readAllLines(Path.of(System.getenv("TORNADOVM_HOME"), "tornado-argfile")).stream()
                .filter(line -> line.startsWith("--module-path"))
                .flatMap(line ->
                        Stream.of(line.replaceFirst("--module-path[ =]*", "").split(File.pathSeparator, -1)))
                .map(Path::of)
                .toList();
        for (Path folder : folders) {
            try (Stream<Path> jars = Files.list(folder)) {
                Optional<Path> jar = jars.filter(
                                file -> file.getFileName().toString().matches("tornado[.-]api.*\\.jar"))
                        .findFirst();
                if (jar.isPresent()) {
                    return root(jar.get());
                }
            }
        }
        throw new IOException("no API of TornadoVM in " + folders);
    }

    private static Path root(Path entry) throws IOException {
        if (!entry.toString().endsWith(".jar")) {
            return entry;
        }
        FileSystem jar = FileSystems.newFileSystem(entry);
        return jar.getPath("/");
    }
}
