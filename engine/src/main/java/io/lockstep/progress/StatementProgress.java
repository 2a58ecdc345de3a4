package io.lockstep.progress;

import java.util.Optional;

/**
 * How far the statement under way is (PostgreSQL manual, "Progress Reporting"). The names of its
 * parts are the JSON's: a contract.
 *
 * @param command like {@code CREATE INDEX CONCURRENTLY}
 * @param relation the table it works on; empty where that can't be seen
 * @param phase in PostgreSQL's words; empty for COPY, which has none
 * @param percent how much of this phase is done; empty where PostgreSQL doesn't know
 * @param hidden whether PostgreSQL shows no more than the command to this role, which is neither
 *     the one that migrates nor a member of {@code pg_read_all_stats}
 */
public record StatementProgress(
    String command,
    Optional<String> relation,
    Optional<String> phase,
    Optional<Integer> percent,
    boolean hidden) {
  /** All of it, for people: {@code CREATE INDEX on a: building index: scanning table, 43 %}. */
  public String line() {
    return command
        + relation.map(name -> " on " + name).orElse("")
        + phase.map(name -> ": " + name).orElse("")
        + percent.map(number -> ", " + number + " %").orElse("");
  }
}
