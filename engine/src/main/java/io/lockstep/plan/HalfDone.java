package io.lockstep.plan;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.catalog.Script;
import io.lockstep.database.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what a step without a transaction would meet of its own earlier try when it is done again:
 * CREATE INDEX CONCURRENTLY leaves an INVALID index where it was cut off, which IF NOT EXISTS would
 * then take for a good one (PostgreSQL manual, "Building Indexes Concurrently").
 *
 * <p>That such a step was begun at all, and is the one to go on with, is known from {@link
 * UnfinishedCheck}, whatever it does; this looks at indexes alone, and only at those that a step of
 * the plan names.
 */
public final class HalfDone {
  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param jdbc the session to read with
   * @param schema where the migrations run
   */
  public HalfDone(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * Refuses a plan with a step that would meet its own remains.
   *
   * @throws Problem ({@link Exit#REFUSED}) naming the index and how to drop it
   */
  void refuse(List<Plan> plans) {
    List<Step> steps =
        plans.stream().flatMap(p -> p.steps().stream()).filter(Step::noTransaction).toList();
    if (steps.isEmpty()) {
      return;
    }
    List<String> invalid = invalidIndexes();
    for (Step step : steps) {
      inTheWayOf(step, invalid)
          .ifPresent(
              index -> {
                throw new Problem(
                    Exit.REFUSED,
                    step.action() + " " + step.file(),
                    "index "
                        + index
                        + " is there, but INVALID: an earlier try was cut off half way",
                    "Drop it: DROP INDEX CONCURRENTLY "
                        + Identifier.quote(schema)
                        + "."
                        + Identifier.quote(index)
                        + "; then run again. (A script that begins with DROP INDEX CONCURRENTLY IF EXISTS heals itself.)");
              });
    }
  }

  /** Whether a step that has failed would meet its own remains if it were begun again. */
  public boolean isInTheWayOf(Step step) {
    return inTheWayOf(step, invalidIndexes()).isPresent();
  }

  private static Optional<String> inTheWayOf(Step step, List<String> invalid) {
    String sql = text(step);
    return invalid.stream().filter(i -> mentions(sql, i) && !drops(sql, i)).findFirst();
  }

  private static String text(Step step) {
    if (step instanceof Step.Undo undo) {
      return undo.undo().sql();
    }
    Script script =
        step instanceof Step.Apply a
            ? a.migration().script()
            : ((Step.Repeat) step).repeatable().script();
    return script.read();
  }

  private static boolean mentions(String sql, String index) {
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(index) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
        .matcher(sql)
        .find();
  }

  private static boolean drops(String sql, String index) {
    return Pattern.compile(
            "DROP\\s+INDEX\\s+(CONCURRENTLY\\s+)?(IF\\s+EXISTS\\s+)?[^;]*?\"?"
                + Pattern.quote(index)
                + "\"?",
            Pattern.CASE_INSENSITIVE)
        .matcher(sql)
        .find();
  }

  private List<String> invalidIndexes() {
    return jdbc.sql(
            """
            select c.relname
              from pg_catalog.pg_index i
              join pg_catalog.pg_class c on c.oid = i.indexrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where not i.indisvalid and c.relkind = 'i' and n.nspname = :schema
            """)
        .param("schema", schema)
        .query(String.class)
        .list();
  }
}
