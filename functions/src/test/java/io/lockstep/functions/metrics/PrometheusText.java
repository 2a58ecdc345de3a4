package io.lockstep.functions.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4 as its documentation has it ("Exposition formats"), and
 * refuses all else: each metric with its HELP and TYPE before its samples, which stand together,
 * none of them twice; the last line ends with a line feed.
 */
public final class PrometheusText {
  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private String current = "";

  private PrometheusText() {}

  /** By name and labels in their order: {@code a{x=1,y=2}}. */
  public static Map<String, Double> read(String text) {
    PrometheusText reader = new PrometheusText();
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line does not end");
    }
    text.lines().forEach(reader::line);
    return reader.samples;
  }

  private void line(String line) {
    Matcher comment = COMMENT.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (comment.matches()) {
      turnTo(comment.group(2));
      boolean first =
          comment.group(1).equals("HELP")
              ? helped.add(current)
              : types.put(current, comment.group(3)) == null;
      check(first, "twice: " + line);
    } else {
      check(sample.matches(), "no sample: " + line);
      turnTo(sample.group(1));
      check("gauge".equals(types.get(current)) && helped.contains(current), "unknown: " + line);
      String key = current + labels(sample.group(2));
      check(samples.put(key, Double.valueOf(sample.group(3))) == null, "twice: " + line);
    }
  }

  /** All lines of a metric stand together. */
  private void turnTo(String name) {
    if (!name.equals(current)) {
      over.add(current);
      check(!over.contains(name), "apart from its others: " + name);
      current = name;
    }
  }

  private static String labels(String text) {
    if (text == null) {
      return "";
    }
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find()) {
      end = label.end();
      String value =
          label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
      check(labels.put(label.group(1), value) == null, "twice: " + text);
    }
    check(end == text.length(), "no labels: " + text);
    return labels.toString().replace(", ", ",");
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
