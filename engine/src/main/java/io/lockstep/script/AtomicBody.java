package io.lockstep.script;

import java.util.Locale;
import java.util.Set;

/**
 * Whether a semicolon belongs to the body of a function that is written in standard SQL, {@code
 * BEGIN ATOMIC … END}. This is psql's own heuristic (psqlscan.l): only a statement that begins with
 * CREATE [OR REPLACE] FUNCTION or PROCEDURE can have one, and CASE ends with END, too.
 */
final class AtomicBody {
  private static final int TELLING_WORDS = 4;
  private static final Set<String> KNOWN =
      Set.of("create", "or", "replace", "function", "procedure");

  /** The first words of the statement, as their first letters; blank for all that are not known. */
  private final StringBuilder first = new StringBuilder();

  private int depth;
  private boolean begun;
  private boolean atomic;

  /** Whether psql takes a semicolon for a part of the body. */
  boolean isOpen() {
    return depth > 0;
  }

  /** Whether the server does, too: psql counts a function that is named "begin". */
  boolean isAtomic() {
    return depth > 0 && atomic;
  }

  /** The next statement begins. */
  void begin() {
    first.setLength(0);
    begun = false;
    atomic = false;
  }

  /** A word that is no name in quotes. */
  void word(String word, boolean inParentheses) {
    String lower = word.length() > "procedure".length() ? "" : word.toLowerCase(Locale.ROOT);
    if (first.length() < TELLING_WORDS) {
      first.append(KNOWN.contains(lower) ? lower.charAt(0) : ' ');
    }
    if (inParentheses || !makesFunction()) {
      return;
    }
    atomic |= begun && word.equalsIgnoreCase("atomic");
    begun = lower.equals("begin");
    if (begun || (lower.equals("case") && depth > 0)) {
      depth++;
    } else if (lower.equals("end") && depth > 0) {
      depth--;
    }
  }

  private boolean makesFunction() {
    String words = first.toString();
    return words.startsWith("cf")
        || words.startsWith("cp")
        || words.equals("corf")
        || words.equals("corp");
  }
}
