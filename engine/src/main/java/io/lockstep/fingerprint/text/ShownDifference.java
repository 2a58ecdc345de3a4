package io.lockstep.fingerprint.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lines in which two definitions differ, on one line, so that a person sees what differs. */
public final class ShownDifference {
  private static final int LONGEST = 200;

  /** How much of what both have in common is shown before the first difference. */
  private static final int BEFORE = 40;

  /** The first character after ASCII's. */
  private static final int ASCII = 128;

  private final List<String> lost;
  private final List<String> gained;

  private ShownDifference(List<String> lost, List<String> gained) {
    this.lost = lost;
    this.gained = gained;
  }

  /** Like {@code old → new}, or {@code + new}. */
  public static String of(String before, String after) {
    List<String> was = lines(before);
    List<String> is = lines(after);
    List<String> lost = without(was, is);
    List<String> gained = without(is, was);
    return lost.isEmpty() && gained.isEmpty()
        ? new ShownDifference(was, is).text() // another order
        : new ShownDifference(lost, gained).text();
  }

  /** Of an empty definition there are none. */
  private static List<String> lines(String definition) {
    return definition.isEmpty() ? List.of() : Arrays.asList(definition.split("\n", -1));
  }

  private static List<String> without(List<String> lines, List<String> others) {
    Collection<String> rest = new ArrayList<>(others);
    return lines.stream().filter(line -> !rest.remove(line)).toList();
  }

  /** Writes characters that nobody can see, and blanks of other kinds, as {@code \\u00a0}. */
  public static String visible(String text) {
    return text.codePoints()
        .mapToObj(c -> isVisible(c) ? Character.toString(c) : escaped(c))
        .collect(Collectors.joining());
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static String escaped(int c) {
    return switch (c) {
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%04x".formatted(c);
    };
  }

  private String text() {
    if (lost.isEmpty()) {
      return "+ " + cut(usual(gained), 0);
    }
    if (gained.isEmpty()) {
      return "- " + cut(usual(lost), 0);
    }
    return sides(ShownDifference::usual, ShownDifference::plain, ShownDifference::exact);
  }

  /** Takes the first of these forms in which the sides differ. */
  @SafeVarargs
  private String sides(Function<List<String>, String>... forms) {
    String was = "";
    String is = "";
    for (Function<List<String>, String> form : forms) {
      was = form.apply(lost);
      is = form.apply(gained);
      if (!was.equals(is)) {
        break;
      }
    }
    if (lookAlike(was, is)) {
      was = ascii(was);
      is = ascii(is);
    }
    int common = common(was, is);
    int from =
        Math.max(was.length(), is.length()) > LONGEST && common > LONGEST - BEFORE
            ? common - BEFORE
            : 0;
    return cut(was, from) + " → " + cut(is, from);
  }

  /** With the usual names of types. */
  private static String usual(List<String> lines) {
    return plain(lines)
        .replaceAll("\\b(timestamp|time)(\\(\\d\\))? with time zone\\b", "$1tz$2")
        .replaceAll("\\b(timestamp|time)(\\(\\d\\))? without time zone\\b", "$1$2")
        .replaceAll("\\bcharacter varying\\b", "varchar");
  }

  private static String plain(List<String> lines) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> visible(line.replace('\t', ' ')))
        .collect(Collectors.joining(", "));
  }

  private static String exact(List<String> lines) {
    return lines.stream()
        .map(ShownDifference::visible)
        .collect(Collectors.joining("\\n", "\"", "\""));
  }

  /** True if letters stand against others that look like them, or are written in another way. */
  private static boolean lookAlike(String one, String other) {
    int[] was = one.codePoints().toArray();
    int[] is = other.codePoints().toArray();
    return normal(one).equals(normal(other))
        || (was.length == is.length
            && IntStream.range(0, was.length)
                .allMatch(i -> was[i] == is[i] || was[i] < ASCII != is[i] < ASCII));
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  private static String ascii(String text) {
    return text.codePoints()
        .mapToObj(c -> c < ASCII ? Character.toString(c) : escaped(c))
        .collect(Collectors.joining());
  }

  private static int common(String one, String other) {
    int common = 0;
    while (common < Math.min(one.length(), other.length())
        && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    return common;
  }

  private static String cut(String text, int from) {
    String rest = (from > 0 ? "… " : "") + text.substring(from);
    return rest.length() > LONGEST ? rest.substring(0, LONGEST) + " …" : rest;
  }
}
