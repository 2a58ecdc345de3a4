package io.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine is a library: it can be used from any program, and only a run changes a database. */
@AnalyzeClasses(packages = "io.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineArchitectureTest {
  @ArchTest
  static final ArchRule the_engine_knows_no_web_no_command_line_and_no_json =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.boot..",
              "org.springframework.cloud..",
              "org.springframework.http..",
              "org.springframework.web..",
              "com.sun.net.httpserver..",
              "java.net.http..",
              "io.fabric8..",
              "picocli..",
              "tools.jackson..",
              "com.fasterxml.jackson..");

  /** What reads, plans and compares can be used by programs that must not change anything. */
  @ArchTest
  static final ArchRule only_runs_and_tenants_know_how_to_run =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.lockstep.run..", "io.lockstep.tenants.rollout..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lockstep.run..");

  /** What Flyway calls internal may change with any version. */
  @ArchTest
  static final ArchRule flyways_internals_are_not_used =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.flywaydb.core.internal..", "org.flywaydb.database..");

  @ArchTest
  static final ArchRule the_packages_have_no_cycles =
      slices().matching("io.lockstep.(**)").should().beFreeOfCycles();
}
