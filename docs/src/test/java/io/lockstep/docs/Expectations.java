package io.lockstep.docs;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** lines.yaml: what lines need, how they end, and which are looked at only. */
final class Expectations {
  private final Map<String, Expectation> lines = new LinkedHashMap<>();
  private final Map<String, String> unrun = new LinkedHashMap<>();

  /**
   * Of one line.
   *
   * @param sql what is run in the database before it
   * @param files what is written before it, by their paths
   * @param env what is added to .env before it
   * @param first what is run before it
   * @param exit how it ends
   * @param asShown whether it prints what the document says
   */
  record Expectation(
      String sql,
      Map<String, String> files,
      String env,
      List<String> first,
      int exit,
      boolean asShown) {
    static final Expectation NONE = new Expectation("", Map.of(), "", List.of(), 0, true);
  }

  private Expectations() {}

  @SuppressWarnings("unchecked") // its form is ours
  static Expectations read() {
    Expectations all = new Expectations();
    try (InputStream in = Expectations.class.getResourceAsStream("/lines.yaml")) {
      Map<String, Object> file = new Yaml().load(in);
      for (Map<String, Object> line : (List<Map<String, Object>>) file.get("run")) {
        all.lines.put(
            (String) line.get("line"),
            new Expectation(
                (String) line.getOrDefault("sql", ""),
                (Map<String, String>) line.getOrDefault("files", Map.of()),
                (String) line.getOrDefault("env", ""),
                (List<String>) line.getOrDefault("first", List.of()),
                (int) line.getOrDefault("exit", 0),
                !line.containsKey("says")));
      }
      ((Map<String, String>) file.get("looked at")).forEach(all.unrun::put);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Expectation of(CommandLine line) {
    return requireNonNullElse(lines.get(line.text()), Expectation.NONE);
  }

  /** Why a line can't be run here; empty if it can, or if nobody knows it. */
  Optional<String> whyNot(CommandLine line) {
    return unrun.entrySet().stream()
        .filter(entry -> line.text().matches(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** All lines that are named, so that none is named for nothing. */
  Map<String, Expectation> lines() {
    return lines;
  }

  /** The patterns of those that aren't run. */
  Map<String, String> unrun() {
    return unrun;
  }
}
