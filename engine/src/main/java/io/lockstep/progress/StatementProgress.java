package io.lockstep.progress;

import java.util.Optional;

/**
 * The progress of a running statement (PostgreSQL manual, "Progress Reporting"). The component
 * names are the JSON's: a contract.
 *
 * @param command such as {@code CREATE INDEX CONCURRENTLY}
 * @param relation the table; empty if it can't be seen
 * @param phase in PostgreSQL's words; empty for COPY, which has none
 * @param percent the part of this phase that is done; empty if PostgreSQL doesn't know it
 * @param hidden true if PostgreSQL shows only the command to this role, because it is neither the
 *     migrating role nor a member of {@code pg_read_all_stats}
 */
public record StatementProgress(
    String command,
    Optional<String> relation,
    Optional<String> phase,
    Optional<Integer> percent,
    boolean hidden) {
  /** For people: {@code CREATE INDEX on a: building index: scanning table, 43 %}. */
  public String line() {
    return command
        + relation.map(name -> " on " + name).orElse("")
        + phase.map(name -> ": " + name).orElse("")
        + percent.map(number -> ", " + number + " %").orElse("");
  }
}
