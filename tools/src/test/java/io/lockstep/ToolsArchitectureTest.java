package io.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The tools stand on the engine, and the engine knows nothing of them. */
@AnalyzeClasses(
    packages = "io.lockstep",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestJars.class})
class ToolsArchitectureTest {
  private static final String[] TOOLS = {
    "io.lockstep.adopt..",
    "io.lockstep.importing..",
    "io.lockstep.rehearse..",
    "io.lockstep.scaffold.."
  };

  @ArchTest
  static final ArchRule the_engine_knows_no_tools =
      noClasses()
          .that()
          .resideOutsideOfPackages(TOOLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOOLS);

  @ArchTest
  static final ArchRule the_tools_know_no_web_and_no_command_line =
      noClasses()
          .that()
          .resideInAnyPackage(TOOLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.boot..",
              "org.springframework.cloud..",
              "org.springframework.http..",
              "com.sun.net.httpserver..",
              "picocli..",
              "org.flywaydb..");

  /** They are public to each other only: what others may use of a run is in the other packages. */
  @ArchTest
  static final ArchRule the_inside_of_a_run_is_used_by_runs_only =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lockstep.run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.lockstep.run.session", "io.lockstep.run.statement", "io.lockstep.run.step");

  @ArchTest
  static final ArchRule the_packages_have_no_cycles =
      slices().matching("io.lockstep.(**)").should().beFreeOfCycles();
}
