package io.lockstep.run.session;

import io.lockstep.Sha256;
import io.lockstep.catalog.App;
import io.lockstep.catalog.HistoryText;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Script;
import io.lockstep.database.Session;
import io.lockstep.plan.Step;
import io.lockstep.schema.FlywayTable;
import io.lockstep.sql.BoundStatement;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.targets.Version;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationType;
import org.flywaydb.core.extensibility.MigrationType;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes an app's history table as Flyway does. It only adds rows for steps, so that stock Flyway
 * can still read the table (rule 8).
 */
public final class SchemaHistoryWriter {
  private final Session work;
  private final JdbcClient jdbc;
  private final String schema;
  private final String name;
  private final String table;

  public SchemaHistoryWriter(Session work, String schema, App app) {
    this.work = work;
    this.jdbc = work.jdbc();
    this.schema = schema;
    this.name = app.historyTable();
    this.table = Identifier.quote(schema) + "." + Identifier.quote(name);
  }

  /** The table's name for SQL: quoted, with its schema. */
  public String table() {
    return table;
  }

  /**
   * Creates the table as Flyway does; Flyway itself refuses this in a schema that has another app's
   * tables. It looks first what exists, because IF NOT EXISTS also needs the right to create.
   */
  public void createIfMissing() {
    if (exists("to_regclass", table)) {
      return;
    }
    if (!exists("to_regnamespace", Identifier.quote(schema))) {
      jdbc.sql("create schema " + Identifier.quote(schema)).update();
    }
    jdbc.sql(
            FlywayTable.create(
                table, Identifier.quote(named("_pk")), Identifier.quote(named("_s_idx"))))
        .update();
  }

  /**
   * Flyway's name of the table's constraint or index. PostgreSQL would cut off a long name, which
   * could then equal the table's, the other one or another app's.
   */
  private String named(String suffix) {
    String full = name + suffix;
    if (full.getBytes(StandardCharsets.UTF_8).length <= Identifier.MAX_BYTES) {
      return full;
    }
    byte[] hash = Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8));
    String end = "_" + HexFormat.of().formatHex(hash, 0, 4) + suffix;
    int[] begin = name.codePoints().limit((Identifier.MAX_BYTES - end.length()) / 4).toArray();
    return new String(begin, 0, begin.length) + end;
  }

  private boolean exists(String lookUp, String name) {
    return jdbc.sql("select " + lookUp + "(:name) is not null")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  /**
   * Deletes the rows of failed steps, as Flyway's repair does, and returns their number.
   *
   * @param waiting the versions that wait: their rows stay, since they are not tried again yet
   */
  public int removeFailed(List<Version> waiting) {
    String failed = "delete from " + table + " where not success";
    if (waiting.isEmpty()) {
      return jdbc.sql(failed).update();
    }
    return jdbc.sql(failed + " and (version is null or version <> all(:waiting))")
        .param("waiting", spellings(waiting))
        .update();
  }

  /** Records an applied version or repeatable, as Flyway does. */
  public BoundStatement applied(Step step, long millis) {
    return row(step, millis, true);
  }

  /** Records that a step without a transaction has failed, as Flyway does. */
  public void recordFailed(Step step, long millis) {
    BoundStatement.execute(work.connection(), row(step, millis, false));
  }

  private BoundStatement row(Step step, long millis, boolean success) {
    if (step instanceof Step.Apply apply) {
      Migration migration = apply.migration();
      return row(
          Optional.of(migration.version()),
          migration.baseline() ? BaselineMigrationType.SQL_BASELINE : CoreMigrationType.SQL,
          migration.description(),
          migration.script(),
          migration.script().checksum(),
          millis,
          success);
    }
    if (step instanceof Step.Repeat repeat) {
      return row(
          Optional.empty(),
          CoreMigrationType.SQL,
          repeat.repeatable().description(),
          repeat.repeatable().script(),
          repeat.repeatable().checksum(),
          millis,
          success);
    }
    throw new IllegalArgumentException("nothing is applied by " + step.action());
  }

  private BoundStatement row(
      Optional<Version> version,
      MigrationType type,
      String description,
      Script script,
      int checksum,
      long millis,
      boolean success) {
    return new BoundStatement(
        """
        insert into %1$s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        select coalesce(max(installed_rank), 0) + 1, ?, ?, ?, ?, ?, current_user, ?, ?
          from %1$s
        """
            .formatted(table),
        List.of(
            new SqlParameterValue(Types.VARCHAR, version.map(Version::toString).orElse(null)),
            new SqlParameterValue(Types.VARCHAR, HistoryText.description(description)),
            new SqlParameterValue(Types.VARCHAR, type.name()),
            new SqlParameterValue(Types.VARCHAR, HistoryText.script(script.name())),
            new SqlParameterValue(Types.INTEGER, checksum),
            new SqlParameterValue(Types.BIGINT, millis),
            new SqlParameterValue(Types.BOOLEAN, success)),
        table);
  }

  /** Records that a version was undone, with a row of Flyway's own type DELETE. */
  public BoundStatement undone(Step.Undo step, long millis) {
    return new BoundStatement(
        """
        insert into %1$s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        select (select max(installed_rank) + 1 from %1$s), version, description, 'DELETE', ?, checksum, current_user, ?, true
          from %1$s
         where version = any(?) and success and type <> 'DELETE'
         order by installed_rank desc
         limit 1
        """
            .formatted(table),
        List.of(
            new SqlParameterValue(Types.VARCHAR, HistoryText.script(step.script())),
            new SqlParameterValue(Types.BIGINT, millis),
            new SqlParameterValue(Types.ARRAY, "text", spellings(List.of(step.version())))),
        table);
  }

  /** Returns all spellings of these versions in the table. */
  private String[] spellings(List<Version> versions) {
    return jdbc
        .sql("select distinct version from " + table + " where version is not null")
        .query(String.class)
        .list()
        .stream()
        .filter(text -> Version.parse(text).filter(versions::contains).isPresent())
        .toArray(String[]::new);
  }

  /** Makes each repeatable due again on the next way forward: it may depend on what was undone. */
  public void recordRepeatablesDue() {
    boolean written =
        jdbc.sql(
                """
                with due as materialized (
                  select (select max(installed_rank) from %1$s) + row_number() over (order by installed_rank) as rank,
                         description, script, checksum
                    from (select distinct on (description) * from %1$s
                           where version is null and success order by description, installed_rank desc) last
                   where type not in ('DELETE', 'SCHEMA')
                ), written as (
                  insert into %1$s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                  select rank, null, description, 'DELETE', script, checksum, current_user, 0, true from due
                  returning installed_rank
                )
                select (select count(*) from due) = (select count(*) from written)
                """
                    .formatted(table))
            .query(Boolean.class)
            .single();
    RowNotWritten.unless(written, table);
  }

  /**
   * Accepts a changed script: sets checksum and description of the row that is in force, as
   * Flyway's repair does, whatever script it names.
   *
   * @throws RowNotWritten if it stays as it was
   */
  public void accept(Migration migration) {
    int rows =
        jdbc.sql(
                """
                update %1$s set checksum = :checksum, description = :description
                 where installed_rank =
                       (select max(installed_rank) from %1$s
                         where version = any(:versions) and success
                           and type not in ('DELETE', 'BASELINE') and type not like 'UNDO%%')
                """
                    .formatted(table))
            .param("checksum", migration.script().checksum())
            .param("description", HistoryText.description(migration.description()))
            .param("versions", spellings(List.of(migration.version())))
            .update();
    RowNotWritten.unlessOne(rows, table);
  }
}
