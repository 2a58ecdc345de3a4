package io.lockstep.functions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockstep.WithoutTestJars;
import java.util.regex.Pattern;

/** Rule 10: the function cannot change anything; it has no code path to a migration. */
@AnalyzeClasses(
    packages = "io.lockstep",
    importOptions = {DoNotIncludeTests.class, WithoutTestJars.class})
class FunctionsArchitectureTest {
  private static final Pattern WRITES =
      Pattern.compile(
          "^(insert into|update|delete from|merge into|truncate|create|alter|drop|grant|revoke)\\s"
              + "|^with\\s[\\s\\S]*\\(\\s*(insert into|update|delete from|merge into)\\s");

  @ArchTest
  static final ArchRule no_way_leads_to_the_migrator =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.functions..")
          .should()
          .transitivelyDependOnClassesThat(
              resideInAPackage("io.lockstep.run..")
                  .or(name("io.lockstep.lock.MigrationLock"))
                  .or(name("io.lockstep.schema.LockstepSchema")));

  /** Also where one class of the engine both reads a table and writes it. */
  @ArchTest
  static void no_method_that_writes_is_called_by_the_functions(JavaClasses classes) {
    CallGraph graph = new CallGraph(classes);
    assertThat(
            graph.reached(
                owner -> owner.startsWith("io/lockstep/run/"), FunctionsArchitectureTest::writes))
        .as("the methods that write when a run does")
        .hasSizeGreaterThan(10);
    assertThat(
            graph.reached(
                owner -> owner.startsWith("io/lockstep/functions/"),
                FunctionsArchitectureTest::writes))
        .isEmpty();
  }

  /** SQL that writes, at its beginning or in a common table expression. */
  private static boolean writes(String text) {
    return WRITES.matcher(text.strip()).find();
  }

  @ArchTest
  static final ArchRule no_other_program_and_no_flyway_is_behind_the_functions =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.functions..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.lockstep.jobs..",
              "io.lockstep.adopt..",
              "io.lockstep.importing..",
              "io.lockstep.rehearse..",
              "io.lockstep.scaffold..",
              "io.lockstep.knative..",
              "io.lockstep.demo..",
              "org.flywaydb..");

  /** A cold start would wait for it; only a CloudEvent's answer needs one, and an empty one. */
  @ArchTest
  static final ArchRule the_functions_have_no_application_context =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.functions..")
          .and()
          .doNotHaveSimpleName("CloudEventAnswers")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.context..",
              "org.springframework.beans..",
              "org.springframework.boot..");

  /** The rest of the engine may use what Flyway has, but never what could run a script. */
  @ArchTest
  static final ArchRule only_runs_and_our_own_tables_use_flyway_to_migrate =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lockstep.run..")
          .and()
          .doNotHaveFullyQualifiedName("io.lockstep.schema.LockstepSchema")
          .should()
          .dependOnClassesThat(name("org.flywaydb.core.Flyway"));

  @ArchTest
  static final ArchRule no_web_framework_is_behind_the_functions =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.web.servlet..",
              "org.springframework.web.reactive..",
              "io.netty..",
              "io.zonky..");

  @ArchTest
  static final ArchRule the_packages_have_no_cycles =
      slices().matching("io.lockstep.functions.(*)..").should().beFreeOfCycles();
}
