package io.lockstep.program;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;

/** Arrows point one way: program → engine, and of the engine only what settings are made of. */
@AnalyzeClasses(packages = "io.lockstep.program", importOptions = DoNotIncludeTests.class)
class ProgramArchitectureTest {
  @ArchTest
  static final ArchRule program_does_not_know_what_programs_do =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.lockstep.program..",
                      "io.lockstep.database..",
                      "io.lockstep.catalog",
                      "io.lockstep.catalog.settings",
                      "io.lockstep.tenants",
                      "org.springframework.boot.convert",
                      "ch.qos.logback..",
                      "org.slf4j",
                      "tools.jackson..",
                      "picocli",
                      "org.jspecify.annotations",
                      "java..")
                  .or(type(LockstepException.class))
                  .or(type(ExitCode.class)));
}
