package io.lockstep.knative;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point one way: knative → nothing of ours, and little else. */
@AnalyzeClasses(packages = "io.lockstep.knative", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule it_needs_nothing_of_ours_and_no_framework =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lockstep.knative",
              "io.fabric8..",
              "com.fasterxml.jackson..",
              "picocli",
              "org.jspecify.annotations",
              "java..");

  @ArchTest
  static final ArchRule what_a_function_serves_is_read_without_kubernetes =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Served")
          .or()
          .haveSimpleNameStartingWith("Http")
          .or()
          .haveSimpleNameStartingWith("Wanted")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");
}
