package io.github.camelsms;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.camelsms.spi.Operation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which room of the module may know which. A class that moves to the wrong room, or an arrow that turns back, fails here. */
class ArchitectureTest {

    private static final String ROOT = "io.github.camelsms";
    private static final String INTERNAL = ROOT + ".internal.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** What the rooms may see of the root package: names and options. */
    private static final DescribedPredicate<JavaClass> OPTIONS_AND_NAMES = type(SmsConstants.class)
            .or(type(SmsOperation.class))
            .or(type(SmsAccount.class))
            .or(type(SmsConfiguration.class))
            .as("public names and options");

    /** Each room with the rooms that it may know; the root package may know all. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("http", List.of("model")),
            Map.entry("spi", List.of("http", "model")),
            Map.entry("internal.options", List.of("spi", "http", "model")),
            Map.entry("internal.exchange", List.of("internal.options", "spi", "http", "model")),
            Map.entry("internal.state", List.of("internal.exchange", "internal.options", "spi", "http", "model")),
            Map.entry("internal.observe", List.of("model")),
            Map.entry("internal.transport", List.of("internal.options", "spi", "http", "model")),
            Map.entry(
                    "internal.client",
                    List.of(
                            "internal.transport",
                            "internal.observe",
                            "internal.state",
                            "internal.exchange",
                            "internal.options",
                            "spi",
                            "http",
                            "model")),
            Map.entry(
                    "internal.send",
                    List.of(
                            "internal.client",
                            "internal.state",
                            "internal.exchange",
                            "internal.options",
                            "spi",
                            "http",
                            "model")),
            Map.entry("internal.server", List.of("http")),
            Map.entry(
                    "internal.receive",
                    List.of(
                            "internal.client",
                            "internal.server",
                            "internal.observe",
                            "internal.state",
                            "internal.exchange",
                            "internal.options",
                            "spi",
                            "http",
                            "model")));

    @TestFactory
    Stream<DynamicTest> everyRoomKnowsOnlyTheRoomsBelowIt() {
        return ROOMS.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> {
                    String[] allowed = Stream.concat(Stream.of(room.getKey()), room.getValue().stream())
                            .map(name -> ROOT + "." + name)
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + room.getKey())
                            .should()
                            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                                    .and(not(resideInAnyPackage(allowed)))
                                    .and(not(room.getKey().startsWith("internal.") ? OPTIONS_AND_NAMES : none())))
                            .check(CLASSES);
                }));
    }

    private static DescribedPredicate<JavaClass> none() {
        return DescribedPredicate.alwaysFalse();
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(INTERNAL + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsARoomOrAProvider() {
        String[] packages = Stream.concat(
                        Stream.of("", ".provider.*"), ROOMS.keySet().stream().map(name -> "." + name))
                .map(name -> ROOT + name)
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(packages).check(CLASSES);
    }

    /** The walk of an operation has one place, so that no call leaves without the links of its chain. */
    @Test
    void onlyTheClientEncodesAndDecodes() {
        noClasses()
                .that(resideInAnyPackage(ROOT, INTERNAL + ".").and(not(resideInAPackage(INTERNAL + "client"))))
                .should()
                .callMethodWhere(target(owner(assignableTo(Operation.class)))
                        .and(target(name("encode")).or(target(name("decode")))))
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsAProvider() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".provider.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".provider..")
                .check(CLASSES);
    }

    @Test
    void providersKnowTheSpiAndNoOtherProvider() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".provider..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(not(resideInAnyPackage(
                                ROOT + ".provider..", ROOT + ".spi", ROOT + ".http", ROOT + ".model"))))
                .check(CLASSES);
        slices().matching(ROOT + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void modelHttpSpiAndProvidersKnowNeitherCamelNorTheHttpClient() {
        noClasses()
                .that(resideInAPackage(ROOT + ".*..").and(not(resideInAPackage(ROOT + ".internal.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..")
                .check(CLASSES);
    }

    @Test
    void onlyServerAndTransportKnowHttpComponentsAndClients() {
        noClasses()
                .that(resideInAPackage(ROOT + "..")
                        .and(not(resideInAnyPackage(INTERNAL + "server", INTERNAL + "transport"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.camel.component..",
                        "org.apache.camel.http..",
                        "org.apache.hc..",
                        "jakarta.servlet..",
                        "io.netty..",
                        "io.vertx..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfMetricsKnowsMicrometer() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(INTERNAL + "observe"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(CLASSES);
    }

    /** Times in JSON have readers of their own, so that any ObjectMapper writes and reads the records. */
    @Test
    void theModelNeedsNothingButTheJdkAndAnnotations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model")
                .and()
                .haveNameNotMatching(".*\\.IsoText(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        ROOT + ".model", "java..", "org.jspecify.annotations", "com.fasterxml.jackson.annotation")
                .check(CLASSES);
    }
}
