package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a script into statements exactly as psql does: line by line, at each semicolon outside of
 * quotes, comments, parentheses and {@code BEGIN ATOMIC} bodies (PostgreSQL's source, psqlscan.l
 * and mainloop.c). Its time is linear in the script's length.
 *
 * <p>The caller asks for one statement at a time, because earlier ones decide whether a backslash
 * is an ordinary character in quotes, and whether the next lines are COPY's data.
 */
public final class ScriptScanner {
  /**
   * Skipped: pg_dump writes them since 2025, with a key of letters and digits; psql needs them only
   * against its other commands.
   */
  private static final Pattern RESTRICTION =
      Pattern.compile("\\\\(restrict|unrestrict)[ \t\r\f]+(\\w+)[ \t\r\f]*");

  /** The longest command in a message; psql's own commands are much shorter. */
  private static final int LONGEST_COMMAND = 40;

  /** White space for servers from 16 on, and for their psql: no word that hides the next one. */
  private static final char VERTICAL_TAB = '\u000b';

  /** The bit that distinguishes lower-case from upper-case ASCII letters. */
  private static final int SMALL = 'a' - 'A';

  private final String script;
  private final BooleanSupplier standardStrings;
  private final Map<String, String> variables;
  private final AtomicBody body = new AtomicBody();
  private final List<StatementPart> parts = new ArrayList<>();
  private StatementPart part = new StatementPart(false);

  private int line;
  private int at;
  private int end = -1;
  private int nextLine;
  private boolean standard = true;

  private final StringBuilder text = new StringBuilder();
  private final List<Integer> emptyLines = new ArrayList<>();
  private int firstLine;
  private int textBeforeLine;

  private Inside inside = Inside.SQL;
  private int comments;
  private int parentheses;
  private String dollarQuote = "";
  private int dollarQuoteEnd;
  private boolean replaced;

  /** The key of {@code \\restrict}; empty if none is in force. */
  private String restricted = "";

  /** The construct that the scanner is in. */
  private enum Inside {
    SQL,
    QUOTES,
    /** In B'…' and X'…' two quotes end one literal and begin another. */
    BITS,
    ESCAPES,
    NAME,
    DOLLAR_QUOTES,
    COMMENT
  }

  /**
   * @param script without a byte order mark
   * @param standardStrings the session's standard_conforming_strings, read for each line
   */
  public ScriptScanner(String script, BooleanSupplier standardStrings) {
    this(script, standardStrings, Map.of());
  }

  /**
   * @param variables psql's variables that are set; their values must need no escapes in quotes
   */
  public ScriptScanner(
      String script, BooleanSupplier standardStrings, Map<String, String> variables) {
    this.script = script;
    this.standardStrings = standardStrings;
    this.variables = variables;
  }

  /** True if a variable's value has come into what was read so far. */
  public boolean hasReplaced() {
    return replaced;
  }

  /**
   * The next statement; empty at the end.
   *
   * @throws PsqlCommandException at a psql command, or a variable that psql sets
   */
  public Optional<Statement> next() {
    while (at < end || openLine()) {
      if (endsInLine()) {
        return Optional.of(taken());
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(taken());
  }

  /** The number of the line, from 1, where {@link #data} would begin. */
  public int dataLine() {
    return line + 1;
  }

  /**
   * Reads the data of a statement: the lines from the next one to {@code \.} or to the end. The
   * rest of that statement's own line comes after them, from {@link #next}.
   */
  public String data() {
    int start = nextLine;
    while (nextLine < script.length()) {
      int from = nextLine;
      skipLine();
      if (isEndOfData(script.substring(from, Math.min(nextLine, from + "\\.\r\n".length())))) {
        return script.substring(start, from);
      }
    }
    return script.substring(start);
  }

  private static boolean isEndOfData(String lineStart) {
    return lineStart.equals("\\.\n") || lineStart.equals("\\.\r\n");
  }

  private void skipLine() {
    int newline = script.indexOf('\n', nextLine);
    nextLine = newline < 0 ? script.length() : newline + 1;
    line++;
  }

  /** Goes to the next line that is not empty. */
  private boolean openLine() {
    while (nextLine < script.length()) {
      at = nextLine;
      skipLine();
      end = script.charAt(nextLine - 1) == '\n' ? nextLine - 1 : nextLine;
      standard = standardStrings.getAsBoolean();
      textBeforeLine = text.length();
      if (at < end || inside != Inside.SQL) {
        if (!text.isEmpty()) {
          text.append('\n');
        }
        if (at < end) {
          return true;
        }
      } else if (!text.isEmpty()) {
        emptyLines.add(text.length());
      }
    }
    return false;
  }

  private Statement taken() {
    endPart();
    Statement statement = new Statement(text.toString(), firstLine, emptyLines, parts);
    text.setLength(0);
    emptyLines.clear();
    parts.clear();
    return statement;
  }

  /** Scans to the end of a statement (true), or to the end of the line. */
  private boolean endsInLine() {
    while (at < end) {
      switch (inside) {
        case SQL -> {
          if (token()) {
            return true;
          }
        }
        case QUOTES, BITS, ESCAPES -> quotes();
        case NAME -> name();
        case DOLLAR_QUOTES -> dollarQuotes();
        case COMMENT -> comment();
      }
    }
    return false;
  }

  /** Ends one statement as the server sees it; a text that psql sends may have several. */
  private void endPart() {
    if (!part.isEmpty()) {
      part.end(at);
      parts.add(part);
    }
    part = new StatementPart(body.isAtomic());
  }

  private void takeSign() {
    part.add(String.valueOf(peek(0)), line, at, text.length());
    take(at + 1);
  }

  private void takeWord(int to) {
    part.add(script.substring(at, to), line, at, text.length());
    take(to);
  }

  private void takeQuoted(int to, Inside begins) {
    part.add(StatementPart.QUOTED, line, at, text.length());
    take(to, begins);
  }

  private char peek(int ahead) {
    return at + ahead < end ? script.charAt(at + ahead) : '\0';
  }

  /** Takes the text up to this position. */
  private void take(int to) {
    if (text.isEmpty()) {
      firstLine = line;
    }
    text.append(script, at, to);
    at = to;
  }

  private void take(int to, Inside begins) {
    take(to);
    inside = begins;
  }

  /** True at the semicolon that ends a statement. */
  private boolean token() {
    char c = peek(0);
    switch (c) {
      case ' ', '\t', '\r', '\f' -> white(at + 1);
      case VERTICAL_TAB -> take(at + 1);
      case '-' -> {
        if (peek(1) == '-') {
          white(endOfComment(at));
        } else {
          takeSign();
        }
      }
      case '/' -> {
        if (peek(1) == '*') {
          take(at + 2, Inside.COMMENT);
        } else {
          takeSign();
        }
      }
      case '\'' -> takeQuoted(at + 1, standard ? Inside.QUOTES : Inside.ESCAPES);
      case '"' -> takeQuoted(at + 1, Inside.NAME);
      case '$' -> dollar();
      case ':' -> colon();
      case '\\' -> backslash();
      case '(' -> {
        parentheses++;
        takeSign();
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        takeSign();
      }
      case ';' -> {
        take(at + 1);
        endPart();
        if (parentheses == 0 && !body.isOpen()) {
          body.begin();
          return true;
        }
      }
      default -> {
        if (isWordStart(c)) {
          word();
        } else if (isDigit(c)) {
          number();
        } else {
          takeSign();
        }
      }
    }
    return false;
  }

  /** Skips white space and comments above a statement, which are no part of it. */
  private void white(int to) {
    if (text.isEmpty()) {
      at = to;
    } else {
      take(to);
    }
  }

  private int endOfComment(int from) {
    int to = from;
    while (to < end && script.charAt(to) != '\r') {
      to++;
    }
    return to;
  }

  private void dollar() {
    if (isDigit(peek(1))) {
      takeWord(wordFrom(digits(at + 1)));
      return;
    }
    int to = isWordStart(peek(1)) ? variable(at + 1) : at + 1;
    if (to < end && script.charAt(to) == '$') {
      dollarQuote = script.substring(at, to + 1);
      dollarQuoteEnd = script.indexOf(dollarQuote, to + 1);
      takeQuoted(to + 1, Inside.DOLLAR_QUOTES);
    } else {
      takeSign();
    }
  }

  private void dollarQuotes() {
    if (dollarQuoteEnd < 0 || dollarQuoteEnd >= end) {
      take(end);
    } else {
      take(dollarQuoteEnd + dollarQuote.length(), Inside.SQL);
    }
  }

  /** Reads {@code :NAME}, which psql replaces if it is set, and otherwise leaves unchanged. */
  private void colon() {
    char next = peek(1);
    if (next == ':' || next == '=') {
      take(at + 2);
    } else if (isVariable(next)) {
      refusePreset(at + 1);
      takeVariable(at + 1, variable(at + 1), "");
    } else if (next == '\'' || next == '"') {
      int to = variable(at + 2, next);
      if (to > at + 1) {
        refusePreset(at + 2);
        takeVariable(at + 2, to, String.valueOf(next));
      } else {
        take(to);
      }
    } else if (next == '{' && peek(2) == '?' && variable(at + 3, '}') > at + 1) {
      int to = variable(at + 3, '}');
      refusePreset(at + 3);
      take(at);
      text.append(variables.containsKey(name(at + 3)) ? "TRUE" : "FALSE");
      at = to;
    } else {
      takeSign();
    }
  }

  /** Takes a variable's value if it is set, in the quotes around its name; else its own text. */
  private void takeVariable(int from, int to, String quote) {
    String value = variables.getOrDefault(name(from), "");
    if (value.isEmpty()) {
      take(to);
      return;
    }
    take(at);
    text.append(quote).append(value).append(quote);
    replaced = true;
    at = to;
  }

  private String name(int from) {
    return script.substring(from, variable(from));
  }

  private void refusePreset(int from) {
    String name = name(from);
    if (PsqlVariables.isPreset(name)) {
      throw PsqlCommandException.ofVariable(name, line);
    }
  }

  private int variable(int from) {
    int to = from;
    while (to < end && isVariable(script.charAt(to))) {
      to++;
    }
    return to;
  }

  /** The position after the closing sign if a variable's name precedes it; else after the colon. */
  private int variable(int from, char close) {
    int to = variable(from);
    return to > from && to < end && script.charAt(to) == close ? to + 1 : at + 1;
  }

  private void backslash() {
    char next = peek(1);
    if (next == ';' || next == ':') {
      at++;
      take(at + 1);
      if (next == ';') {
        body.begin();
        endPart();
      }
      return;
    }
    int to = at + 1;
    while (to < end && !isSpace(script.charAt(to))) {
      to++;
    }
    String command = script.substring(at, to);
    if (!restrictsOrEnds()) {
      throw PsqlCommandException.of(
          command.substring(0, Math.min(command.length(), LONGEST_COMMAND)), line);
    }
    at = end;
    if (text.length() == textBeforeLine + 1) {
      text.setLength(textBeforeLine);
    }
  }

  /**
   * True at {@code \\restrict} and the {@code \\unrestrict} with its key, each with nothing behind
   * it: psql would run SQL there, behind {@code \\\\}. It refuses all other forms.
   */
  private boolean restrictsOrEnds() {
    Matcher restriction = RESTRICTION.matcher(script).region(at, end);
    if (!restriction.matches()) {
      return false;
    }
    boolean begins = restriction.group(1).equals("restrict");
    String key = restriction.group(2);
    boolean fits = begins ? restricted.isEmpty() : restricted.equals(key);
    restricted = begins ? key : "";
    return fits;
  }

  private void word() {
    char c = peek(0);
    switch (c | SMALL) {
      case 'e' -> {
        if (peek(1) == '\'') {
          takeQuoted(at + 2, Inside.ESCAPES);
          return;
        }
      }
      case 'b', 'x' -> {
        if (peek(1) == '\'') {
          takeQuoted(at + 2, Inside.BITS);
          return;
        }
      }
      case 'n' -> {
        if (peek(1) == '\'') {
          take(at + 1);
          return;
        }
      }
      case 'u' -> {
        if (peek(1) == '&') {
          unicode(peek(2));
          return;
        }
      }
      default -> {}
    }
    int to = wordFrom(at);
    String word = script.substring(at, to);
    body.word(word, parentheses > 0);
    part.add(word, line, at, text.length());
    take(to);
  }

  private void unicode(char quote) {
    switch (quote) {
      case '\'' -> takeQuoted(at + 3, Inside.QUOTES);
      case '"' -> takeQuoted(at + 3, Inside.NAME);
      default -> take(at + 1);
    }
  }

  /** Takes a number and any word directly after it; the server rejects such a word. */
  private void number() {
    int whole = digits(at);
    takeWord(Math.max(wordFrom(whole), exponent(whole)));
  }

  /** The position after an exponent that begins here, if one does, and after its word. */
  private int exponent(int from) {
    if (from >= end || (script.charAt(from) | SMALL) != 'e') {
      return from;
    }
    boolean signed =
        from + 1 < end && (script.charAt(from + 1) == '+' || script.charAt(from + 1) == '-');
    int first = signed ? from + 2 : from + 1;
    int to = digits(first);
    return to > first ? wordFrom(to) : first;
  }

  /** The position after the word that begins here, if one does. */
  private int wordFrom(int from) {
    int to = from;
    if (to < end && isWordStart(script.charAt(to))) {
      while (to < end && (isVariable(script.charAt(to)) || script.charAt(to) == '$')) {
        to++;
      }
    }
    return to;
  }

  private int digits(int from) {
    int to = from;
    while (to < end && isDigit(script.charAt(to))) {
      to++;
    }
    return to;
  }

  private void quotes() {
    char c = peek(0);
    if (c == '\\' && inside == Inside.ESCAPES) {
      take(Math.min(at + 2, end));
    } else if (c != '\'') {
      take(inQuotes());
    } else if (peek(1) == '\'' && inside != Inside.BITS) {
      take(at + 2);
    } else {
      take(at + 1);
      int continued = continuation();
      if (continued < 0) {
        inside = Inside.SQL;
      } else {
        take(continued);
      }
    }
  }

  private int inQuotes() {
    int to = at;
    while (to < end
        && script.charAt(to) != '\''
        && (script.charAt(to) != '\\' || inside != Inside.ESCAPES)) {
      to++;
    }
    return to;
  }

  /**
   * The position after the quote that continues a text after its end. A newline must be between the
   * two; psql looks at one line at a time, so it sees only a carriage return there.
   */
  private int continuation() {
    int to = at;
    boolean newline = false;
    while (to < end) {
      char c = script.charAt(to);
      if (c == '-' && to + 1 < end && script.charAt(to + 1) == '-') {
        to = endOfComment(to);
      } else if (isSpace(c)) {
        newline |= c == '\r';
        to++;
      } else {
        return newline && c == '\'' ? to + 1 : -1;
      }
    }
    return -1;
  }

  private void name() {
    int to = at;
    while (to < end && script.charAt(to) != '"') {
      to++;
    }
    if (to < end) {
      take(to + 1, Inside.SQL);
    } else {
      take(end);
    }
  }

  private void comment() {
    int to = at;
    while (to < end) {
      if (script.charAt(to) == '*' && to + 1 < end && script.charAt(to + 1) == '/') {
        to += 2;
        if (comments == 0) {
          take(to, Inside.SQL);
          return;
        }
        comments--;
      } else if (script.charAt(to) == '/' && to + 1 < end && script.charAt(to + 1) == '*') {
        to += 2;
        comments++;
      } else {
        to++;
      }
    }
    take(end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isVariable(char c) {
    return isWordStart(c) || isDigit(c);
  }
}
