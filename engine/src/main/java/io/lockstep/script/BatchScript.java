package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules for a script whose one statement runs again and again until it changes no row. */
public final class BatchScript {
  private static final String VARIABLE = "batch";

  private BatchScript() {}

  /** The variable {@code :batch} with this value, for a scanner. */
  public static Map<String, String> variables(long rows) {
    return Map.of(VARIABLE, String.valueOf(rows));
  }

  /**
   * The reason why a text can't run in batches; empty if it can.
   *
   * @param text is known to have no psql command
   * @param rows the size that the script's head gives, if it does
   */
  public static Optional<ScriptObjection> objection(String text, OptionalInt rows) {
    ScriptScanner scanner = new ScriptScanner(text, () -> true, variables(rows.orElse(1)));
    List<Statement> statements = new ArrayList<>();
    for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
      if (!s.get().parts().isEmpty()) {
        statements.add(s.get());
      }
    }
    return statements(statements).or(() -> size(rows, scanner.hasReplaced()));
  }

  private static Optional<ScriptObjection> statements(List<Statement> statements) {
    int count = statements.stream().mapToInt(s -> s.parts().size()).sum();
    if (count != 1) {
      return Optional.of(
          new ScriptObjection(
              "says \"-- lockstep: batch\" and has %s, but batches repeat exactly one"
                  .formatted(count == 0 ? "no statement" : count + " statements"),
              count == 0 ? "write it" : "put the others (also a SET) into a migration of their own",
              false));
    }
    Statement only = statements.get(0);
    StatementPart part = only.parts().get(0);
    if (ChangingStatement.of(only).isEmpty()) {
      return Optional.of(
          new ScriptObjection(
              "says \"-- lockstep: batch\", but line %d has %s, which does not say how many rows it has changed"
                  .formatted(only.firstLine(), part.main()),
              "batches repeat an UPDATE, DELETE, INSERT or MERGE, also behind WITH; take the line out for anything else",
              false));
    }
    return part.skipsLocked()
        ? Optional.of(
            new ScriptObjection(
                "says \"-- lockstep: batch\" and has SKIP LOCKED, so a batch could find nothing although locked rows are left, and be taken for the last",
                "leave SKIP LOCKED out: a batch that meets a locked row gives way after --lock-timeout, and is tried again",
                false))
        : Optional.empty();
  }

  private static Optional<ScriptObjection> size(OptionalInt rows, boolean used) {
    if (used && rows.isEmpty()) {
      return Optional.of(
          new ScriptObjection(
              "uses :batch, and \"-- lockstep: batch\" gives it no number",
              "say how many rows the first batch shall have: \"-- lockstep: batch 5000\"",
              false));
    }
    if (!used && rows.isPresent()) {
      return Optional.of(
          new ScriptObjection(
              "says \"-- lockstep: batch %d\", but its statement does not use the number"
                  .formatted(rows.getAsInt()),
              "write LIMIT :batch where it selects the rows of one batch, or leave the number out",
              false));
    }
    return Optional.empty();
  }
}
