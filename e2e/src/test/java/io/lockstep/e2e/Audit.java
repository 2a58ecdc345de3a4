package io.lockstep.e2e;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of runs in a release's database.
 *
 * @param sql asks the database
 */
record Audit(UnaryOperator<String> sql) {
  /** One target of one run. */
  record Run(JsonNode row) {
    String target() {
      return text("target");
    }

    String result() {
      return text("result");
    }

    String from() {
      return text("from_version");
    }

    String to() {
      return text("to_version");
    }

    String reason() {
      return text("reason");
    }

    /** The pod and the process in it. */
    String holder() {
      return text("holder");
    }

    int turn() {
      return row.path("turn").asInt();
    }

    /** Grows with every install, upgrade and rollback. */
    int rollout() {
      return row.path("rollout").asInt();
    }

    OffsetDateTime started() {
      return OffsetDateTime.parse(text("started_at"));
    }

    OffsetDateTime ended() {
      return OffsetDateTime.parse(text("ended_at"));
    }

    private String text(String column) {
      return row.path(column).asString("");
    }

    @Override
    public String toString() {
      return "%s: %s %s".formatted(target(), result(), reason());
    }
  }

  /** All runs in the order in which they began. */
  List<Run> runs() {
    String rows = sql.apply("select coalesce(json_agg(r order by id), '[]') from lockstep.run r");
    return new JsonMapper().readTree(rows).valueStream().map(Run::new).toList();
  }

  /** The newest run. */
  Run last() {
    List<Run> runs = runs();
    return runs.get(runs.size() - 1);
  }

  /** Whether anything has run yet; before, there is no table. */
  boolean hasRunning(String target) {
    return hasTable()
        && runs().stream().anyMatch(r -> r.target().equals(target) && r.result().equals("running"));
  }

  /** Whether this migration is under way in that run, counted from 1. */
  boolean isInStep(int run, String script) {
    return hasTable()
        && sql.apply(
                """
                select exists (
                  select from (select * from lockstep.run order by id offset %d limit 1) run
                   where result = 'running' and step_script = '%s')
                """
                    .formatted(run - 1, script))
            .equals("t");
  }

  private boolean hasTable() {
    return sql.apply("select to_regclass('lockstep.run') is not null").equals("t");
  }
}
