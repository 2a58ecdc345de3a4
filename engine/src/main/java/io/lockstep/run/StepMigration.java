package io.lockstep.run;

import io.lockstep.catalog.Script;
import io.lockstep.plan.Step;
import java.util.List;
import java.util.function.BiConsumer;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.extensibility.MigrationType;
import org.flywaydb.core.internal.jdbc.Results;
import org.jspecify.annotations.Nullable;

/**
 * A planned step as Flyway sees it. Version, description, script and checksum are those that stock
 * Flyway would find in the file; the statements are run by us.
 */
final class StepMigration implements ResolvedMigration {
  private final Step step;
  private final Script script;
  private final @Nullable MigrationVersion version;
  private final String description;
  private final BiConsumer<Step, String> runner;
  private final int checksum;

  /**
   * @param runner runs the text of a step's script
   */
  StepMigration(Step step, BiConsumer<Step, String> runner) {
    this.step = step;
    this.runner = runner;
    if (step instanceof Step.Apply apply) {
      this.script = apply.migration().script();
      this.version = MigrationVersion.fromVersion(apply.migration().version().toString());
      this.description = apply.migration().description();
    } else if (step instanceof Step.Repeat repeat) {
      this.script = repeat.repeatable().script();
      this.version = null;
      this.description = repeat.repeatable().description();
    } else {
      throw new IllegalArgumentException("Flyway does not run " + step.action());
    }
    this.checksum = script.checksum();
  }

  @Override
  public @Nullable MigrationVersion getVersion() {
    return version;
  }

  @Override
  public String getDescription() {
    return description;
  }

  @Override
  public String getScript() {
    return script.name();
  }

  @Override
  public Integer getChecksum() {
    return checksum;
  }

  @Override
  public MigrationType getType() {
    return CoreMigrationType.SQL;
  }

  @Override
  public String getPhysicalLocation() {
    return script.path().toAbsolutePath().toString();
  }

  @Override
  public boolean checksumMatches(@Nullable Integer other) {
    return other != null && other == checksum;
  }

  @Override
  public boolean checksumMatchesWithoutBeingIdentical(@Nullable Integer other) {
    return false;
  }

  @Override
  public MigrationExecutor getExecutor() {
    return new MigrationExecutor() {
      @Override
      public List<Results> execute(Context context) {
        runner.accept(step, script.read());
        return List.of();
      }

      @Override
      public boolean canExecuteInTransaction() {
        return !step.noTransaction();
      }

      @Override
      public boolean shouldExecute() {
        return true;
      }
    };
  }
}
