package io.lockstep.script;

import java.util.Locale;
import java.util.Set;

/**
 * Finds out whether a semicolon belongs to the body of a function in standard SQL, {@code BEGIN
 * ATOMIC … END}. It uses psql's own heuristic (psqlscan.l): only a statement that begins with
 * CREATE [OR REPLACE] FUNCTION or PROCEDURE can have such a body, and CASE ends with END, too.
 */
final class AtomicBody {
  private static final int TELLING_WORDS = 4;
  private static final Set<String> KNOWN =
      Set.of("create", "or", "replace", "function", "procedure");

  /** The first letters of the statement's first words; blank for unknown words. */
  private final StringBuilder first = new StringBuilder();

  private boolean function;
  private int depth;
  private boolean begun;
  private boolean atomic;

  /** True if a semicolon is a part of the body for psql. */
  boolean isOpen() {
    return depth > 0;
  }

  /** True if it is one for the server, too: psql also counts a function that is named "begin". */
  boolean isAtomic() {
    return depth > 0 && atomic;
  }

  void begin() {
    first.setLength(0);
    function = false;
    begun = false;
    atomic = false;
  }

  /** Takes the next word that is not in quotes. */
  void word(String word, boolean inParentheses) {
    if (!function && first.length() == TELLING_WORDS) {
      return;
    }
    String lower = word.length() > "procedure".length() ? "" : word.toLowerCase(Locale.ROOT);
    if (first.length() < TELLING_WORDS) {
      first.append(KNOWN.contains(lower) ? lower.charAt(0) : ' ');
      function = makesFunction();
    }
    if (inParentheses || !function) {
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
