package io.lockstep.functions.snapshot;

import io.lockstep.audit.RunEntry;
import java.util.regex.Pattern;

/**
 * Removes hosts, users and the statements of other sessions from the reason of a run. Operators
 * find them in the run's log and in lockstep.run. What may quote rows is not in there, but in the
 * rows of older versions, which have the failed statement, too: of these the line and the SQLSTATE
 * stay.
 */
public final class RedactedReason {
  /** Up to the line's end, since the driver's own words follow. */
  private static final Pattern CONNECTING = Pattern.compile("connecting to (?!the database).*");

  private static final Pattern BLOCKED = Pattern.compile("(blocked by session [0-9]+) \\(.*");

  /** A role that lacks a right is named where the way out is, up to the line's end. */
  private static final Pattern GRANTS = Pattern.compile("As (?:the owner|a superuser)\\b.*");

  private static final Pattern READER =
      Pattern.compile("the role (?:\"(?:[^\"]|\"\")*\"|\\S+) (?=of POSTGRES_READER_USER)");

  private static final Pattern STATEMENT =
      Pattern.compile("( line [0-9]+) \\(.*\\): .*?\\(SQLSTATE ([0-9A-Z]{5})\\).*");

  private static final Pattern CUT_OFF_STATEMENT =
      Pattern.compile("( line [0-9]+) \\(.*\\)(: the server| was cancelled)");

  private RedactedReason() {}

  /** The same run. */
  public static RunEntry withoutPlaces(RunEntry run) {
    return run.withReason(run.reason().map(RedactedReason::withoutPlaces));
  }

  private static String withoutPlaces(String reason) {
    String stated =
        STATEMENT.matcher(reason).replaceAll("$1: SQLSTATE $2; the run's log has the words");
    String cutOff = CUT_OFF_STATEMENT.matcher(stated).replaceAll("$1$2");
    String connecting =
        CONNECTING
            .matcher(cutOff)
            .replaceAll("connecting to the database failed; the run's log says why");
    String blocked = BLOCKED.matcher(connecting).replaceAll("$1; the run's log says whose");
    String granting =
        GRANTS.matcher(blocked).replaceAll("A right is missing; the run's log says which.");
    return READER.matcher(granting).replaceAll("the role ");
  }
}
