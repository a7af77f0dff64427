package dev.azulejo.bench.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.Assertions;

/** What the compiler cannot see of the walls between the modules. */
@AnalyzeClasses(packages = "dev.azulejo", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    private static final String[] LIBRARY = {
        "dev.azulejo", "dev.azulejo.engine..", "dev.azulejo.nn..", "dev.azulejo.vqvae2..", "dev.azulejo.priors.."
    };

    /** Where processes that train together exchange sums: over sockets, each knowing the other by a secret. */
    private static final String PEERS = "dev.azulejo.nn.peer.ring";

    /** Rules hold of nothing at all where nothing was read. */
    @ArchTest
    static void everyModuleIsRead(JavaClasses read) {
        Assertions.assertThat(read)
                .extracting(JavaClass::getPackageName)
                .contains("dev.azulejo.engine", "dev.azulejo.nn", "dev.azulejo.cli");
    }

    @ArchTest
    static final ArchRule libraryNeedsTheJdkAlone = classes()
            .that()
            .resideInAnyPackage(LIBRARY)
            .and()
            .resideOutsideOfPackage("dev.azulejo.engine.tornado..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("javax.imageio.."))
                    .or(resideInAPackage("com.sun.management..")) // Of the module jdk.management: the flags of the JVM.
                    .or(resideInAPackage("jdk.incubator.vector.."))
                    .or(resideInAPackage("jdk.jfr.."))
                    .or(resideInAPackage(
                            "javax.crypto..")) // Of java.base: peers prove that they know the job's secret.
                    .or(JavaClass.Predicates.resideInAnyPackage(LIBRARY)))
            .because("a program that trains needs one dependency and no downloads");

    @ArchTest
    static final ArchRule engineKnowsNoLayers = noPathFrom("dev.azulejo.engine..", "nn", "vqvae2", "priors", "cli");

    @ArchTest
    static final ArchRule nnKnowsNoModel = noPathFrom("dev.azulejo.nn..", "vqvae2", "priors", "cli");

    @ArchTest
    static final ArchRule modelKnowsNoPriors = noPathFrom("dev.azulejo.vqvae2..", "priors", "cli");

    @ArchTest
    static final ArchRule priorsKnowNoCommand = noPathFrom("dev.azulejo.priors..", "cli");

    @ArchTest
    static final ArchRule roomsOfTheCommandHaveAnOrder =
            slices().matching("dev.azulejo.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commandsAreHandedASession = noClasses()
            .that()
            .resideInAPackage("dev.azulejo.cli.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.azulejo.cli")
            .because("the program knows its commands, so they must not know the program");

    /** Tests run without modules, where a package that is not opened works: the program that people start would not. */
    @ArchTest
    static void picocliMayReachWhatItFills(JavaClasses read) throws IOException {
        String opened = Files.readString(Path.of("../cli/src/main/java/module-info.java"));
        List<String> filled = read.stream()
                .filter(type -> type.isAssignableTo("picocli.CommandLine$ITypeConverter")
                        || type.isAnnotatedWith("picocli.CommandLine$Command")
                        || type.getFields().stream().anyMatch(f -> f.isAnnotatedWith("picocli.CommandLine$Option")))
                .map(JavaClass::getPackageName)
                .distinct()
                .toList();
        Assertions.assertThat(filled)
                .contains("dev.azulejo.cli.command")
                .allMatch(room -> opened.contains("opens " + room + " to"));
    }

    @ArchTest
    static final ArchRule kernelsAreTheEnginesOwn = noClasses()
            .that()
            .resideOutsideOfPackages("dev.azulejo.engine..", "dev.azulejo.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.azulejo.engine.cpu..")
            .because("a backend with memory of its own must be able to stand in for the CPU's");

    @ArchTest
    static final ArchRule aBackendIsUsedThroughItsContract = noClasses()
            .that()
            .resideInAPackage("dev.azulejo.engine.backend")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.azulejo.engine", "dev.azulejo.engine.cpu..");

    @ArchTest
    static final ArchRule theSpecificationStandsAlone = noClasses()
            .that()
            .resideInAPackage("dev.azulejo.engine.cpu.scalar..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.azulejo.engine.cpu.vector..", "jdk.incubator.vector..");

    @ArchTest
    static final ArchRule vectorsOweNothingToTheSpecification = noClasses()
            .that()
            .resideInAPackage("dev.azulejo.engine.cpu.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.azulejo.engine.cpu.scalar..")
            .because("a kernel that is tested against itself is not tested");

    @ArchTest
    static final ArchRule registersStayInTheirKernel = noCodeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.azulejo.engine..")
            .should()
            .haveRawReturnType(resideInAPackage("jdk.incubator.vector.."))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAPackage("jdk.incubator.vector..")))
            .because("where C2 leaves a call of our own a call, it boxes the vectors that go in and out");

    @ArchTest
    static final ArchRule libraryIsSilent = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(target(name("printStackTrace")));

    @ArchTest
    static final ArchRule libraryNeverExits = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule libraryIsOffline = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .and()
            .resideOutsideOfPackage(PEERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Socket.class)
            .orShould()
            .callMethodWhere(target(owner(name("java.net.URL"))).and(target(nameMatching("open(Connection|Stream)"))))
            .because("nobody is called but the peers whose addresses a program gives");

    @ArchTest
    static final ArchRule randomnessIsCounterBased = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .and()
            .resideOutsideOfPackage(PEERS)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SplittableRandom.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class)
            .orShould()
            .callMethodWhere(target(owner(name("java.lang.Math"))).and(target(name("random"))))
            .orShould()
            .callMethodWhere(target(owner(name("java.util.Collections"))).and(target(name("shuffle"))))
            .because("the same seed gives the same bits, interrupted or not: see Philox");

    @ArchTest
    static final ArchRule libraryHasNoStaticMutableState = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(LIBRARY)
            .and()
            .areStatic()
            .should()
            .beFinal();

    private static ArchRule noPathFrom(String module, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "dev.azulejo." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("dependencies run one way: engine <- nn <- vqvae2 <- priors <- cli")
                .allowEmptyShould(true);
    }
}
