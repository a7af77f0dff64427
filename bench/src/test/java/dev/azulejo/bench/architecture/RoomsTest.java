package dev.azulejo.bench.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The rooms of every module, which are its packages: stairs between them go one way, and none is too full. */
@AnalyzeClasses(packages = "dev.azulejo", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final int FILES = 15;

    /** What the {@code package-info} of a room of more says, with its reason. */
    private static final String REASON = "more than fifteen files";

    @ArchTest
    static void allModulesAreRead(JavaClasses read) {
        assertThat(read)
                .extracting(JavaClass::getPackageName)
                .contains(
                        "dev.azulejo.engine",
                        "dev.azulejo.engine.tornado",
                        "dev.azulejo.nn",
                        "dev.azulejo.vqvae2",
                        "dev.azulejo.priors",
                        "dev.azulejo.cli");
    }

    @ArchTest
    static final ArchRule stairsGoOneWay = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(type.getPackageName());
                }

                @Override
                public String getDescription() {
                    return "rooms";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static void noRoomIsTooFull(JavaClasses read) throws IOException {
        Set<String> full = new TreeSet<>();
        for (Path folder :
                FilesTest.mainFiles().stream().map(Path::getParent).distinct().toList()) {
            Path info = folder.resolve("package-info.java");
            if (files(folder) > FILES && !words(info).contains(REASON)) {
                full.add(Files.readString(info).replaceAll("(?s).*\\npackage (.*);\\s*", "$1"));
            }
        }
        assertThat(full)
                .as("rooms of more than %d files whose package-info does not say \"%s\", and why", FILES, REASON)
                .isEmpty();
    }

    private static String words(Path info) throws IOException {
        return Files.readString(info).replaceAll("[\\s*]+", " ");
    }

    private static long files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.endsWith("-info.java"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
