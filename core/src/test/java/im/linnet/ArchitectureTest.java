package im.linnet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of imports, as docs/architecture.md draws it. */
class ArchitectureTest {

  private static JavaClasses core;

  @BeforeAll
  static void read() {
    core =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("im.linnet")
            .that(
                com.tngtech.archunit.base.DescribedPredicate.not(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                        "im.linnet.testkit..")));
  }

  @Test
  void imports_go_down() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("client")
        .definedBy("im.linnet")
        .layer("internal")
        .definedBy("im.linnet.internal..")
        .layer("choices")
        .definedBy(
            "im.linnet.sasl",
            "im.linnet.tls",
            "im.linnet.connection",
            "im.linnet.journal",
            "im.linnet.observe",
            "im.linnet.routing")
        .layer("stream")
        .definedBy("im.linnet.stream")
        .layer("failure")
        .definedBy("im.linnet.failure", "im.linnet.endpoint")
        .layer("stanza")
        .definedBy("im.linnet.stanza")
        .layer("ground")
        .definedBy("im.linnet.xml", "im.linnet.jid", "im.linnet.file")
        .whereLayer("client")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("internal")
        .mayOnlyBeAccessedByLayers("client")
        .whereLayer("choices")
        .mayOnlyBeAccessedByLayers("client", "internal")
        .whereLayer("stream")
        .mayOnlyBeAccessedByLayers("client", "internal", "choices")
        .whereLayer("failure")
        .mayOnlyBeAccessedByLayers("client", "internal", "choices", "stream")
        .whereLayer("stanza")
        .mayOnlyBeAccessedByLayers("client", "internal", "choices", "stream", "failure")
        .check(core);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("im.linnet.(**)").should().beFreeOfCycles().check(core);
  }

  @Test
  void xml_and_addresses_know_nothing_of_the_network() {
    noClasses()
        .that()
        .resideInAnyPackage("im.linnet.xml", "im.linnet.jid", "im.linnet.stanza")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "java.net..", "org.xbill..")
        .check(core);
  }

  @Test
  void the_flight_recorder_may_be_absent() {
    noClasses()
        .that()
        .resideOutsideOfPackage("im.linnet.internal.jfr")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(core);
  }

  @Test
  void nothing_prints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(core);
  }
}
