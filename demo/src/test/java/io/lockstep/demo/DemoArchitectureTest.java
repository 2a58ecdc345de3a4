package io.lockstep.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point one way: demo → jobs and functions, which do not know each other. */
@AnalyzeClasses(packages = "io.lockstep", importOptions = DoNotIncludeTests.class)
class DemoArchitectureTest {
  @ArchTest
  static final ArchRule the_embedded_postgresql_is_known_to_the_demo_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lockstep.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.zonky..", "io.lockstep.demo..");

  @ArchTest
  static final ArchRule jobs_do_not_know_the_functions =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lockstep.functions..");

  @ArchTest
  static final ArchRule the_functions_do_not_know_jobs =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.functions..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lockstep.jobs..");
}
