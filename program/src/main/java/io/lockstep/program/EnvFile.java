package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of settings, a line for each, as shells and Docker Compose read it. A {@code #} begins a
 * comment at the start of a line and after a space, since passwords have that character. No message
 * quotes a line: it may have a password.
 */
final class EnvFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String EXPORT = "export";

  private final Path file;
  private final String text;
  private final Map<String, String> values = new HashMap<>();
  private int at;

  private EnvFile(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads it. Of two lines with one name the second counts.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read, or a line is no setting
   */
  static Map<String, String> read(Path file) {
    String all;
    try {
      all = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw wrong(file, "it is not in UTF-8", "Save it in UTF-8.");
    } catch (IOException e) {
      throw wrong(
          file,
          Files.isDirectory(file) ? "it is a folder" : "it can't be read",
          "Give a file with lines like POSTGRES_HOST=localhost, or move it away.");
    }
    boolean marked = !all.isEmpty() && all.charAt(0) == BYTE_ORDER_MARK;
    EnvFile read = new EnvFile(file, all.substring(marked ? 1 : 0).replace("\r\n", "\n"));
    while (read.at < read.text.length()) {
      read.readLine();
    }
    return read.values;
  }

  private void readLine() {
    int end = lineEnd(at);
    String line = text.substring(at, end).strip();
    if (line.isEmpty() || line.charAt(0) == '#') {
      at = end + 1;
      return;
    }
    int equals = text.indexOf('=', at);
    String name = equals < 0 || equals > end ? "" : name(text.substring(at, equals).strip());
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw wrong(
          "line %d is not NAME=VALUE".formatted(number(at)), "Correct the line, or take it out.");
    }
    at = equals + 1;
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    char first = at < end ? text.charAt(at) : '\n';
    values.put(name, first == '"' || first == '\'' ? quoted(first) : plain(equals + 1, end));
  }

  private static String name(String before) {
    boolean exported =
        before.startsWith(EXPORT)
            && before.length() > EXPORT.length()
            && Character.isWhitespace(before.charAt(EXPORT.length()));
    return exported ? before.substring(EXPORT.length()).strip() : before;
  }

  private String plain(int begin, int end) {
    String value = text.substring(begin, end);
    for (int i = 1; i < value.length(); i++) {
      if (value.charAt(i) == '#' && Character.isWhitespace(value.charAt(i - 1))) {
        value = value.substring(0, i);
      }
    }
    at = end + 1;
    return value.strip();
  }

  /** Up to the same quote; only a double quote can be written with a backslash in front. */
  private String quoted(char quote) {
    int begin = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (quote == '"' && text.startsWith("\\\"", at)) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw wrong(
          "the quote that begins in line %d does not end".formatted(number(begin)),
          "End it; write a value that has a \" itself in '…', and one that has a ' in \"…\".");
    }
    int end = lineEnd(at + 1);
    String after = text.substring(at + 1, end).strip();
    if (!after.isEmpty() && after.charAt(0) != '#') {
      throw wrong(
          "line %d goes on after the quote that ends its value".formatted(number(at)),
          "Write a value that has a \" itself in '…', and one that has a ' in \"…\".");
    }
    at = end + 1;
    return value.toString();
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private long number(int position) {
    return text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
  }

  private LockstepException wrong(String why, String next) {
    return wrong(file, why, next);
  }

  private static LockstepException wrong(Path file, String why, String next) {
    return new LockstepException(ExitCode.USAGE, "settings in " + file, why, next);
  }
}
