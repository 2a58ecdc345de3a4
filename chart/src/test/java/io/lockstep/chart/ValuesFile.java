package io.lockstep.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * values.yaml with its comments: a key with a comment above is a setting, one without is a group.
 */
final class ValuesFile {
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(.*)");

  /**
   * @param path like {@code migrations.targets}
   * @param comment what it says above it
   * @param value its default as JSON
   */
  record Setting(String path, String comment, String value) {
    String row() {
      return "| `%s` | %s | `%s` |".formatted(path, comment.replace("|", "\\|"), value);
    }
  }

  private record Level(int indent, String path) {}

  private ValuesFile() {}

  static List<Setting> settings() {
    try {
      List<String> lines = Files.readAllLines(Chart.FOLDER.resolve("values.yaml"));
      Map<String, Object> values =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(String.join("\n", lines));
      return settings(lines, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Setting> settings(List<String> lines, Map<String, Object> values) {
    List<Setting> settings = new ArrayList<>();
    Deque<Level> levels = new ArrayDeque<>();
    String comment = "";
    for (String line : lines) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        comment = (comment + " " + line.strip().substring(1).strip()).strip();
      } else if (!key.matches()) {
        comment = "";
      } else {
        int indent = key.group(1).length();
        while (!levels.isEmpty() && levels.peek().indent() >= indent) {
          levels.pop();
        }
        String path = levels.isEmpty() ? key.group(2) : levels.peek().path() + "." + key.group(2);
        levels.push(new Level(indent, path));
        boolean inside =
            !settings.isEmpty() && path.startsWith(settings.get(settings.size() - 1).path() + ".");
        if (!inside && (!comment.isEmpty() || !key.group(3).isBlank())) {
          settings.add(
              new Setting(path, comment, new JsonMapper().writeValueAsString(at(values, path))));
        }
        comment = "";
      }
    }
    return settings;
  }

  private static Object at(Map<?, ?> values, String path) {
    Object value = values;
    for (String key : path.split("\\.", -1)) {
      value = ((Map<?, ?>) value).get(key);
    }
    return value;
  }
}
