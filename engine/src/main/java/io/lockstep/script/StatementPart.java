package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first words of one statement as the server sees it. Each statement that psql sends has one
 * part, except that a {@code \\;} joins several.
 */
public final class StatementPart {
  /** Replaces a text or a name in quotes. */
  static final String QUOTED = "?";

  /** Enough words to recognize all kinds of statements. */
  private static final int MOST = 32;

  /** The words that may follow WITH and its queries. */
  private static final Set<String> MAIN =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE");

  /** After these a word is the name of one of WITH's queries. */
  private static final Set<String> BEFORE_NAMES = Set.of("WITH", "RECURSIVE", ",");

  private final boolean inAtomicBody;
  private final List<String> words = new ArrayList<>(MOST);
  private String last = "";
  private int parentheses;
  private boolean readsStdin;
  private boolean skipsLocked;
  private int line;
  private int index;
  private String main = "";
  private int mainIndex;
  private int start;
  private int end;
  private String joined = "";

  StatementPart(boolean inAtomicBody) {
    this.inAtomicBody = inAtomicBody;
  }

  void add(String word, int inLine, int at, int inText) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (words.isEmpty()) {
      line = inLine;
      start = at;
      index = inText;
    }
    if (main.isEmpty() && isMain(upper)) {
      main = upper;
      mainIndex = inText;
    }
    if (words.size() < MOST) {
      words.add(upper);
      joined = "";
    }
    parentheses += upper.equals("(") ? 1 : upper.equals(")") ? -1 : 0;
    readsStdin |=
        parentheses == 0
            && last.equals("FROM")
            && (upper.equals("STDIN") || upper.equals("STDOUT"));
    skipsLocked |= last.equals("SKIP") && upper.equals("LOCKED");
    last = upper;
  }

  /** True for a statement's first word, but after WITH and its queries. */
  private boolean isMain(String upper) {
    return words.isEmpty()
        ? !upper.equals("WITH")
        : parentheses == 0 && MAIN.contains(upper) && !BEFORE_NAMES.contains(last);
  }

  void end(int at) {
    end = at;
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** True if it is inside {@code BEGIN ATOMIC … END}, whose END it may be. */
  public boolean inAtomicBody() {
    return inAtomicBody;
  }

  /** The words in upper case, each followed by a space; a text or a name in quotes is {@code ?}. */
  public String words() {
    if (joined.isEmpty()) {
      joined = String.join(" ", words) + " ";
    }
    return joined;
  }

  /** The first word. */
  public String first() {
    return words.get(0);
  }

  /** The first word; of a statement that begins with WITH, the one after its queries. */
  String main() {
    return main;
  }

  /** The position of that word in the statement's text. */
  int mainIndex() {
    return mainIndex;
  }

  /** True if the lines that follow are its data; STDOUT means the same to the server. */
  public boolean copiesFromStdin() {
    return readsStdin && first().equals("COPY");
  }

  /** True if it passes over the rows that other sessions have locked. */
  boolean skipsLocked() {
    return skipsLocked;
  }

  /** The line of the script that has the first word, from 1. */
  public int line() {
    return line;
  }

  /** The position of its first word in the statement's text. */
  int index() {
    return index;
  }

  /** The position of its first word in the script. */
  public int start() {
    return start;
  }

  /** The position in the script after its delimiter. */
  public int end() {
    return end;
  }
}
