package io.lockstep.importing.flyway;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.SourceFile;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flyway's settings as they are in {@code flyway.conf}, {@code flyway.toml} or Spring Boot's {@code
 * application.properties} beside the migrations.
 *
 * @param file the name of the file; empty if there is none
 * @param values by name, as in {@code flyway.conf} without {@code flyway.}
 */
public record FlywaySettings(String file, Map<String, String> values) {
  private static final List<String> FILES =
      List.of("flyway.toml", "flyway.conf", "application.properties");

  static final String PLACEHOLDER = "placeholders.";

  private static final Pattern DASH = Pattern.compile("-(\\w)");
  private static final Pattern KEY = Pattern.compile("(?:spring\\.)?flyway\\.(.+)");
  private static final Pattern TABLE = Pattern.compile("\\[([^\\[\\]]+)]\\s*(?:#.*)?");
  private static final Pattern ENTRY = Pattern.compile("([\\w.\"'-]+)\\s*=\\s*(.*)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  /** Reads the first such file that is there. */
  public static FlywaySettings in(List<SourceFile> files) {
    for (String name : FILES) {
      Optional<SourceFile> file =
          files.stream().filter(found -> found.fileName().equals(name)).findFirst();
      if (file.isPresent()) {
        return new FlywaySettings(file.get().name(), read(file.get()));
      }
    }
    return new FlywaySettings("", Map.of());
  }

  private static Map<String, String> read(SourceFile file) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> all = file.name().endsWith(".toml") ? toml(file) : properties(file);
    all.forEach(
        (key, value) -> {
          Matcher flyway = KEY.matcher(key);
          if (flyway.matches()) {
            values.put(camel(flyway.group(1)), value);
          }
        });
    return values;
  }

  /** Spring Boot writes {@code placeholder-prefix} as well; a placeholder's own name stays. */
  private static String camel(String key) {
    return key.startsWith(PLACEHOLDER)
        ? key
        : DASH.matcher(key).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  private static Map<String, String> properties(SourceFile file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(file.read()));
    } catch (IOException | IllegalArgumentException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "reading " + file.name(),
              "it is no properties file",
              "Correct it, or take it out of the folder.")
          .causedBy(e);
    }
    Map<String, String> all = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    return all;
  }

  /** As much of TOML as such files have: tables, and texts, numbers and lists in one line. */
  private static Map<String, String> toml(SourceFile file) {
    Map<String, String> all = new LinkedHashMap<>();
    String table = "";
    for (String line : file.read().lines().map(String::strip).toList()) {
      Matcher header = TABLE.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (header.matches()) {
        table = header.group(1).strip() + ".";
      } else if (entry.matches()) {
        all.put((table + entry.group(1)).replaceAll("[\"']", ""), tomlValue(entry.group(2)));
      }
    }
    return all;
  }

  private static String tomlValue(String written) {
    List<String> texts = new ArrayList<>();
    Matcher text = TEXT.matcher(written);
    while (text.find()) {
      texts.add(Optional.ofNullable(text.group(1)).orElseGet(() -> text.group(2)));
    }
    return texts.isEmpty() ? written.replaceAll("\\s*#.*", "") : String.join(",", texts);
  }

  /** A value, unless it is Flyway's default. */
  Optional<String> value(String key, String usual) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.equals(usual));
  }

  /** The values of placeholders, by name. */
  SortedMap<String, String> placeholders() {
    SortedMap<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(PLACEHOLDER)) {
            found.put(key.substring(PLACEHOLDER.length()), value);
          }
        });
    return found;
  }

  /**
   * The folders among these that Flyway reads, if it reads only some of them: by the last part of
   * each location's path.
   */
  public List<String> locations(Set<String> folders) {
    List<String> names =
        Arrays.stream(values.getOrDefault("locations", "").split(","))
            .map(location -> location.strip().replace("{vendor}", "postgresql"))
            .map(location -> location.replaceAll(".*[/:]", ""))
            .toList();
    return folders.containsAll(names) && !names.contains("") ? names : List.of();
  }
}
