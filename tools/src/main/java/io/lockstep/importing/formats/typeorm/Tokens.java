package io.lockstep.importing.formats.typeorm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a program into words, texts and signs, without its comments. */
final class Tokens {
  private static final Pattern BLANK =
      Pattern.compile("\\s+|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(u\\{([0-9A-Fa-f]+)}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\\r?\\n|.)",
          Pattern.DOTALL);
  private static final Map<String, String> ESCAPES =
      Map.of("n", "\n", "r", "\r", "t", "\t", "b", "\b", "f", "\f", "v", "\u000b", "0", "\0");

  private final String program;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Tokens(String program) {
    this.program = program;
  }

  /** All of them; the last is of kind END. */
  static List<Token> of(String program) {
    Tokens tokens = new Tokens(program);
    while (tokens.next()) {}
    return tokens.tokens;
  }

  private boolean next() {
    while (at < program.length() && skipped(BLANK)) {}
    if (at == program.length()) {
      add(Token.Kind.END, "", at);
      return false;
    }
    Matcher word = matcher(WORD);
    char first = program.charAt(at);
    if (word.lookingAt()) {
      add(Token.Kind.WORD, word.group(), word.end());
    } else if (first == '\'' || first == '"' || first == '`') {
      addText(first);
    } else {
      add(Token.Kind.SIGN, String.valueOf(first), at + 1);
    }
    return true;
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(program).region(at, program.length());
  }

  private boolean skipped(Pattern pattern) {
    Matcher matcher = matcher(pattern);
    boolean found = matcher.lookingAt();
    if (found) {
      moveTo(matcher.end());
    }
    return found;
  }

  private void add(Token.Kind kind, String value, int end) {
    tokens.add(new Token(kind, value, line));
    moveTo(end);
  }

  private void moveTo(int end) {
    line += (int) program.substring(at, end).chars().filter(c -> c == '\n').count();
    at = end;
  }

  private void addText(char quote) {
    int end = at + 1;
    while (end < program.length() && program.charAt(end) != quote) {
      end += program.charAt(end) == '\\' ? 2 : 1;
    }
    String inside = program.substring(at + 1, Math.min(end, program.length()));
    boolean template = quote == '`' && inside.matches("(?s)(|.*[^\\\\])(\\\\\\\\)*\\$\\{.*");
    add(
        template ? Token.Kind.TEMPLATE : Token.Kind.TEXT,
        unescaped(quote == '`' ? inside.replace("\r\n", "\n") : inside),
        Math.min(end + 1, program.length()));
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group().substring(1))));
  }

  private static String value(String escape) {
    if (escape.matches("u.*|x..")) {
      return Character.toString(Integer.parseInt(escape.replaceAll("[ux{}]", ""), 16));
    }
    return escape.endsWith("\n") ? "" : ESCAPES.getOrDefault(escape, escape);
  }
}
