package io.github.camelsms;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** Which way the arrows of the module point. */
class ArchitectureTest {

    private static final String ROOT = "io.github.camelsms";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void arrowsPointFromRootAndProvidersThroughSpiAndHttpToModel() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("providers")
                .definedBy(ROOT + ".provider..")
                .layer("spi")
                .definedBy(ROOT + ".spi")
                .layer("http")
                .definedBy(ROOT + ".http")
                .layer("model")
                .definedBy(ROOT + ".model")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("providers")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("root", "providers")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("root", "providers", "spi")
                .check(CLASSES);
    }

    @Test
    void providersDoNotKnowEachOther() {
        slices().matching(ROOT + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void modelHttpSpiAndProvidersKnowNeitherCamelNorTheHttpClient() {
        noClasses()
                .that(resideInAPackage(ROOT + ".*..").and(not(resideInAnyPackage(ROOT, ROOT + ".internal.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..")
                .check(CLASSES);
    }

    @Test
    void serversKnowNothingOfOursButHttp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.server")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(not(resideInAnyPackage(ROOT + ".internal.server", ROOT + ".http"))))
                .check(CLASSES);
    }

    @Test
    void httpServersOfCamelAppearInTheServerRoomOnly() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".internal.server"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..",
                        "io.vertx..",
                        "jakarta.servlet..",
                        "org.apache.camel.component.netty..",
                        "org.apache.camel.component.platform..",
                        "org.apache.camel.component.undertow..",
                        "org.apache.camel.http.common..")
                .check(CLASSES);
    }

    @Test
    void theModelNeedsNothingButTheJdkAndAnnotations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        ROOT + ".model", "java..", "org.jspecify.annotations", "com.fasterxml.jackson.annotation")
                .check(CLASSES);
    }
}
