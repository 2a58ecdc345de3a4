package io.lockstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for people once what many names have in common: the first few names, and a count. */
public final class Abridged {
  private static final int SHOWN = 3;

  private static final String NUMBERED = "[^\\s\"]*[0-9][^\\s\":;,]*";

  /** Versions, files' names or numbers: what differs between two lines of one sentence. */
  private static final Pattern VARYING = Pattern.compile(NUMBERED + "(?: " + NUMBERED + ")*");

  private Abridged() {}

  /** Like {@code a, b, c and 4 more}. */
  public static String names(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? some + " and " + (names.size() - SHOWN) + " more" : some;
  }

  /** What lines have in common that differ only in versions, files' names and numbers. */
  public static String sentence(String line) {
    return VARYING.matcher(line).replaceAll("#");
  }

  /** The lines, but each {@link #sentence} once, at its first place, with the names of the rest. */
  public static List<String> lines(List<String> lines) {
    Map<String, List<String>> same = new LinkedHashMap<>();
    lines.forEach(line -> same.computeIfAbsent(sentence(line), s -> new ArrayList<>()).add(line));
    return same.values().stream().map(Abridged::line).toList();
  }

  private static String line(List<String> same) {
    List<String> others = same.subList(1, same.size()).stream().map(Abridged::varying).toList();
    return same.get(0) + (others.isEmpty() ? "" : " (the same: " + names(others) + ")");
  }

  private static String varying(String line) {
    Matcher first = VARYING.matcher(line);
    return first.find() ? first.group() : line;
  }
}
