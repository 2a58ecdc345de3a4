package io.lockstep.knative;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ProcessClock;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.listing.MigrationState;
import io.lockstep.waiting.ContractWaitWriter;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Arrows point one way: knative → program → engine, and of the engine only what a target is, and
 * the row of a wait.
 */
@AnalyzeClasses(packages = "io.lockstep.knative", importOptions = DoNotIncludeTests.class)
class KnativeArchitectureTest {
  private static final DescribedPredicate<JavaClass> ALLOWED =
      resideInAnyPackage(
              "io.lockstep.knative..",
              "io.lockstep.program",
              "io.lockstep.program.logging",
              "io.lockstep.targets",
              "io.fabric8..",
              "tools.jackson..",
              "picocli",
              "org.slf4j",
              "org.jspecify.annotations",
              "java..")
          .or(type(LockstepException.class))
          .or(type(ExitCode.class))
          .or(type(CancellableClock.class))
          .or(type(ProcessClock.class))
          .or(type(MigrationState.class));

  @ArchTest
  static final ArchRule knative_needs_no_database_and_no_framework =
      classes()
          .that()
          .resideOutsideOfPackage("io.lockstep.knative.record..")
          .and()
          .doNotHaveFullyQualifiedName("io.lockstep.knative.AwaitRolloutCommand")
          .should()
          .onlyDependOnClassesThat(ALLOWED);

  @ArchTest
  static final ArchRule who_waits_writes_one_row_and_has_no_way_to_a_migration =
      classes()
          .should()
          .onlyDependOnClassesThat(
              ALLOWED
                  .or(type(Connector.class))
                  .or(type(Session.class))
                  .or(type(Settings.class))
                  .or(type(ContractWaitWriter.class))
                  .or(type(JdbcClient.class))
                  .or(type(DataAccessException.class)));

  @ArchTest
  static final ArchRule what_a_function_serves_is_read_without_kubernetes =
      noClasses()
          .that()
          .resideInAPackage("io.lockstep.knative.served..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.lockstep.knative.cluster..");

  @ArchTest
  static final ArchRule the_packages_have_no_cycles =
      slices().matching("io.lockstep.knative.(*)..").should().beFreeOfCycles();
}
