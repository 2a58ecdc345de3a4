package io.lockstep.functions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rule 10: the function cannot change anything; it has no code path to a migration. */
@AnalyzeClasses(
    packages = "io.lockstep",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
  @ArchTest
  static final ArchRule no_way_leads_to_the_migrator =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.functions..")
          .should()
          .transitivelyDependOnClassesThat(
              resideInAPackage("io.lockstep.run..")
                  .or(name("io.lockstep.lock.MigrationLock"))
                  .or(name("io.lockstep.database.LockstepSchema")));

  /** The rest of the engine may use what Flyway has, but never what could run a script. */
  @ArchTest
  static final ArchRule only_runs_and_our_own_tables_use_flyway_to_migrate =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lockstep.run..")
          .and()
          .doNotHaveFullyQualifiedName("io.lockstep.database.LockstepSchema")
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

  /** The engine's tests come as a jar, which ArchUnit does not take for tests by itself. */
  static final class WithoutTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
