package io.lockstep.audit;

import java.time.Instant;
import java.util.List;

/**
 * What {@code verify --record} has found, as {@code lockstep.verification} has it. The names of its
 * parts are the JSON's: a contract.
 *
 * @param at when, by the database's clock
 * @param targets that were asked for
 * @param result {@code as recorded}, {@code not recorded} or {@code differs}
 * @param findings how many things are wrong with the history, or were left behind in the schema
 * @param differences how many objects are not as the last run has recorded them
 * @param lines findings, differences and notes as {@code verify} prints them; the first of them, if
 *     there were very many
 */
public record VerificationEntry(
    Instant at,
    List<String> targets,
    String result,
    int findings,
    int differences,
    List<String> lines) {
  /** Whether there was nothing to find. */
  public boolean good() {
    return findings == 0 && differences == 0;
  }
}
