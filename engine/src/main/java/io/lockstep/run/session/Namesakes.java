package io.lockstep.run.session;

import io.lockstep.sql.SqlStates;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tables in other schemas that have the name which a script has not found: it was meant to run in
 * one of them.
 */
public final class Namesakes {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(?!\\s*\\.)");
  private static final String QUALIFIED = ".*[\\p{L}\\p{N}_$\"]\\.[\\p{L}_\"].*";

  private Namesakes() {}

  /**
   * The way out for a script that failed for want of a table.
   *
   * @param schema the schema in which the migrations run
   * @return empty if it failed for another reason, or there is no such table
   */
  public static Optional<String> wayOut(JdbcClient jdbc, String schema, Throwable thrown) {
    return SqlStates.sqlException(thrown)
        .filter(e -> SqlStates.isTableUndefined(e))
        .map(SqlStates::firstLine)
        .filter(message -> !message.matches(QUALIFIED))
        .map(message -> find(jdbc, schema, message))
        .filter(found -> !found.isEmpty())
        .map(
            found ->
                "There is %s, but names without a schema mean POSTGRES_SCHEMA, here %s: set it to the schema that the migrations are for, or write the schema before the name."
                    .formatted(String.join(", ", found), schema));
  }

  private static List<String> find(JdbcClient jdbc, String schema, String message) {
    List<String> words = WORD.matcher(message).results().map(MatchResult::group).toList();
    return jdbc.sql(
            """
            select pg_catalog.format('%I.%I', n.nspname, c.relname)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relname = any(:words)
               and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
               and n.nspname not in (:schema, 'public', 'pg_catalog', 'information_schema', 'lockstep')
               and not pg_catalog.starts_with(n.nspname, 'pg_')
             order by 1
             limit 3
            """)
        .param("words", words.toArray(String[]::new))
        .param("schema", schema)
        .query(String.class)
        .list();
  }
}
