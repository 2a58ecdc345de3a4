package io.lockstep.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockstep.WithoutTestJars;

/**
 * Arrows point one way: jobs → program → engine; the engine knows neither HTTP nor a command line.
 */
@AnalyzeClasses(
    packages = "io.lockstep",
    importOptions = {DoNotIncludeTests.class, WithoutTestJars.class})
class JobsArchitectureTest {
  @ArchTest
  static final ArchRule the_engine_knows_no_program =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.lockstep.jobs..",
              "io.lockstep.functions..",
              "io.lockstep.program..",
              "io.lockstep.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.lockstep.jobs..",
              "io.lockstep.functions..",
              "io.lockstep.program..",
              "io.lockstep.demo..",
              "org.springframework.boot..",
              "org.springframework.cloud..",
              "org.springframework.web..",
              "picocli..",
              "tools.jackson..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule jobs_know_no_web_and_no_flyway =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.web..",
              "org.flywaydb..",
              "net.javacrumbs.shedlock..",
              "io.zonky..",
              "io.lockstep.functions..",
              "io.lockstep.demo..");

  /** Loaded only where a collector is configured: nobody else may touch it. */
  @ArchTest
  static final ArchRule only_the_telemetry_knows_opentelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lockstep.jobs.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule the_packages_have_no_cycles =
      slices().matching("io.lockstep.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_packages_of_jobs_have_no_cycles =
      slices().matching("io.lockstep.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule telemetry_knows_runs_and_no_command =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.jobs.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "io.lockstep.program..", "io.lockstep.jobs.migrate..");
}
