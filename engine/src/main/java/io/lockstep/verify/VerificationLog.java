package io.lockstep.verify;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.schema.Relations;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.targets.Target;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes {@code lockstep.verification}: the last outcomes of {@code verify --record}. */
public final class VerificationLog {
  private static final String TABLE = "lockstep.verification";
  private static final int KEPT_ROWS = 100;
  private static final int KEPT_LINES = 100;
  private static final int LONGEST_LINE = 1000;

  private final Session session;
  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema that was verified
   */
  public VerificationLog(Session session, String schema) {
    this.session = session;
    this.jdbc = session.jdbc();
    this.schema = schema;
  }

  /**
   * Returns only if the table can be written.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if not; it says what is missing
   */
  public void refuseIfNotWritable() {
    if (!Relations.exists(jdbc, TABLE)) {
      throw refused(
          "the table " + TABLE + " is not there yet",
          "Lockstep makes it by itself: run migrate once (a target that is reached will do), or leave --record out.");
    }
    if (session.isStandby()) {
      throw refused(
          "this server is a standby, and can't be written to",
          "Ask the primary, or leave --record out.");
    }
    if (!jdbc.sql("select has_table_privilege(:table, 'insert, delete')")
        .param("table", TABLE)
        .query(Boolean.class)
        .single()) {
      throw refused(
          "the role "
              + Identifier.quote(jdbc.sql("select current_user").query(String.class).single())
              + " may not write to "
              + TABLE,
          "Use the role that migrates, or leave --record out: to look, a role that only reads will do.");
    }
  }

  private static LockstepException refused(String why, String next) {
    return new LockstepException(ExitCode.REFUSED, "recording the verification", why, next);
  }

  /** Adds a row for this verification, and deletes all but the schema's last hundred rows. */
  public void keep(List<Target> targets, VerifyReport report) {
    int rows =
        jdbc.sql(
                """
            insert into lockstep.verification (schema_name, targets, result, findings, differences, lines)
            values (:schema, :targets, :result, :findings, :differences, :lines)
            """)
            .param("schema", schema)
            .param("targets", targets.stream().map(Target::toString).toArray(String[]::new))
            .param("result", report.result().toString())
            .param("findings", report.findings().size())
            .param("differences", report.drift().size())
            .param(
                "lines",
                report.lines().stream()
                    .limit(KEPT_LINES)
                    .map(VerificationLog::bounded)
                    .toArray(String[]::new))
            .update();
    if (rows != 1) {
      throw RowNotWritten.in(TABLE).refusal("recording the verification");
    }
    jdbc.sql(
            """
            delete from lockstep.verification
             where schema_name = :schema
               and id <= (select id
                            from lockstep.verification
                           where schema_name = :schema
                           order by id desc
                          offset :kept
                           limit 1)
            """)
        .param("schema", schema)
        .param("kept", KEPT_ROWS)
        .update();
  }

  private static String bounded(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line;
  }
}
