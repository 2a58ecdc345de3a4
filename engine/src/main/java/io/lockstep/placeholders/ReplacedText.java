package io.lockstep.placeholders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A script's text with values in place of its placeholders. It is cut as Flyway cuts it
 * (PlaceholderReplacingReader; a test compares the two): everywhere in the text, in comments,
 * quotes and data, too; a value is not looked at again; and a character that ends a half prefix
 * begins no other, so that {@code $${x}} stays as it is.
 *
 * @param text a placeholder without a value stays in it as it is
 * @param open the placeholders without a value
 * @param breaks the line breaks that values have brought in, by the line of the script
 */
public record ReplacedText(String text, List<Placeholder> open, List<Integer> breaks) {
  /**
   * A placeholder in a script.
   *
   * @param name as it is written, without prefix and suffix
   * @param closed false if the script ends before its suffix
   * @param line the line of the script where it begins, from 1
   */
  public record Placeholder(String name, boolean closed, int line) {
    private static final int SHOWN = 40;

    /** As it is written in scripts with these placeholders; what nothing closes is cut off. */
    public String in(Placeholders placeholders) {
      return closed
          ? placeholders.written(name)
          : placeholders.prefix()
              + name.substring(0, Math.min(SHOWN, name.length())).lines().findFirst().orElse("")
              + "… without "
              + placeholders.suffix();
    }
  }

  /** A text in which nothing is replaced. */
  static ReplacedText unchanged(String text) {
    return new ReplacedText(text, List.of(), List.of());
  }

  static ReplacedText of(
      String script, String prefix, String suffix, Function<String, Optional<String>> values) {
    if (!script.contains(prefix)) {
      return unchanged(script);
    }
    StringBuilder text = new StringBuilder(script.length());
    List<Placeholder> open = new ArrayList<>();
    List<Integer> breaks = new ArrayList<>();
    int line = 1;
    int done = 0;
    for (int at = next(script, 0, prefix); at >= 0; at = next(script, done, prefix)) {
      line += lineBreaks(script.substring(done, at));
      text.append(script, done, at);
      int from = at + prefix.length();
      int close = script.indexOf(suffix, from);
      done = close < 0 ? script.length() : close + suffix.length();
      String name = script.substring(from, close < 0 ? script.length() : close);
      Optional<String> value = close < 0 ? Optional.empty() : values.apply(name);
      if (value.isPresent()) {
        text.append(value.get());
        breaks.addAll(Collections.nCopies(lineBreaks(value.get()), line));
      } else {
        text.append(script, at, done);
        open.add(new Placeholder(name, close >= 0, line));
      }
      line += lineBreaks(script.substring(at, done));
    }
    return new ReplacedText(
        text.append(script, done, script.length()).toString(),
        List.copyOf(open),
        List.copyOf(breaks));
  }

  /** The position of the next prefix; -1 for none. */
  private static int next(String script, int from, String prefix) {
    int at = script.indexOf(prefix.charAt(0), from);
    while (at >= 0 && !script.startsWith(prefix, at)) {
      int mismatch = at;
      while (mismatch < script.length()
          && script.charAt(mismatch) == prefix.charAt(mismatch - at)) {
        mismatch++;
      }
      at = script.indexOf(prefix.charAt(0), mismatch + 1); // what ends half a prefix begins none
    }
    return at;
  }

  private static int lineBreaks(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  /** The line of the script for a line of this text. */
  public int scriptLine(int textLine) {
    int line = textLine;
    for (int i = 0; i < breaks.size() && breaks.get(i) < textLine - i; i++) {
      line--;
    }
    return line;
  }
}
