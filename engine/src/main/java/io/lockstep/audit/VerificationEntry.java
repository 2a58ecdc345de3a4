package io.lockstep.audit;

import java.time.Instant;
import java.util.List;

/**
 * The result of {@code verify --record}, as {@code lockstep.verification} has it. The names of the
 * components are the JSON's: a contract.
 *
 * @param at the time, by the database's clock
 * @param targets the targets that were asked for
 * @param findings the number of faults in the history and of remains in the schema
 * @param differences the number of objects that differ from the last run's record
 * @param lines findings, differences and notes as {@code verify} prints them; only the first of
 *     them, if there were very many
 */
public record VerificationEntry(
    Instant at,
    List<String> targets,
    VerificationResult result,
    int findings,
    int differences,
    List<String> lines) {
  /** True if there were no findings and no differences. */
  public boolean good() {
    return findings == 0 && differences == 0;
  }
}
