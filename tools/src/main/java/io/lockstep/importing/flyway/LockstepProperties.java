package io.lockstep.importing.flyway;

import io.lockstep.Abridged;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.catalog.settings.OwnTransactions;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.placeholders.ReplacedText.Placeholder;
import io.lockstep.script.OwnTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code lockstep.properties} of an app whose files are Flyway's: what Flyway's own settings
 * say of placeholders, and a line for each that has no value yet. The files stay as they are.
 */
public final class LockstepProperties {
  private static final String REPLACEMENT = "placeholderReplacement";
  private static final List<String> SIGNS =
      List.of("placeholderPrefix", "placeholderSuffix", "placeholderSeparator");

  private final FlywaySettings flyway;
  private final ParsedSource found;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param found receives the file, and what is left to do
   */
  public LockstepProperties(FlywaySettings flyway, ParsedSource found) {
    this.flyway = flyway;
    this.found = found;
  }

  /**
   * Writes it, if there is anything to say.
   *
   * @param scripts the files that are kept
   * @param locations the folders of theirs that Flyway reads, if it reads only some
   */
  public void write(List<SourceFile> scripts, List<String> locations) {
    if (!locations.isEmpty()) {
      lines.add("locations=" + String.join(", ", locations));
    }
    passOverOwnTransactions();
    if (flyway.value(REPLACEMENT, "true").isPresent()) {
      lines.add(REPLACEMENT + "=false");
    } else {
      writePlaceholders(scripts);
    }
    if (!lines.isEmpty()) {
      found.keep(AppSettings.FILE, String.join("\n", lines) + "\n");
    }
  }

  /** Flyway's checksums are those of whole files, so BEGIN and COMMIT stay in them. */
  private void passOverOwnTransactions() {
    List<String> files = new ArrayList<>();
    found
        .kept()
        .forEach(
            (name, script) -> {
              String text = script.sql();
              if (name.endsWith(".sql")
                  && !OwnTransaction.passedOver(text, found.isKeptOutside(name)).equals(text)) {
                files.add(name);
              }
            });
    if (!files.isEmpty()) {
      lines.add(OwnTransactions.LINE);
      found.add(
          Note.fact(
              Abridged.names(files),
              "BEGIN and COMMIT are passed over, since a step is one transaction already",
              "The files and their checksums stay; "
                  + OwnTransactions.LINE
                  + " in lockstep.properties says it."));
    }
  }

  private void writePlaceholders(List<SourceFile> scripts) {
    int before = lines.size();
    SortedMap<String, String> values = flyway.placeholders();
    for (String sign : SIGNS) {
      flyway.value(sign, "").ifPresent(value -> lines.add(sign + "=" + escaped(value)));
    }
    values.forEach((name, value) -> lines.add(line(name) + escaped(value)));
    boolean on = lines.size() > before;
    boolean used = false;
    for (Map.Entry<String, SortedSet<String>> open : open(scripts, values).entrySet()) {
      used = true;
      String name = open.getKey();
      if (!name.startsWith("flyway" + placeholders(values).separator())) {
        lines.add("# " + line(name));
        found.add(missing(name, open.getValue()));
      }
    }
    if (used && !on) {
      lines.add(before, REPLACEMENT + "=true");
    }
  }

  private static String line(String name) {
    return "placeholders." + name.replaceAll("([\\s:=\\\\])", "\\\\$1") + "=";
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private Note missing(String name, SortedSet<String> files) {
    return Note.todo(
        placeholders(Map.of()).written(name),
        files.size() == 1
            ? "a placeholder in " + files.first()
            : "a placeholder in " + files.size() + " files, the first of them " + files.first(),
        "Write its value in %s, placeholders.%s=VALUE, or set %s%s; if it is none, write %s=false there."
            .formatted(
                AppSettings.FILE,
                name,
                Placeholders.VARIABLE,
                Placeholders.variable(name),
                REPLACEMENT));
  }

  /** The files of each placeholder that has no value, by its name in whatever case. */
  private Map<String, SortedSet<String>> open(
      List<SourceFile> scripts, Map<String, String> values) {
    Placeholders known = placeholders(values);
    Map<String, SortedSet<String>> open = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (SourceFile script : scripts) {
      for (Placeholder placeholder : known.open(script.read(), script.fileName())) {
        if (placeholder.closed()) {
          open.computeIfAbsent(placeholder.name(), name -> new TreeSet<>()).add(script.name());
        }
      }
    }
    return open;
  }

  private Placeholders placeholders(Map<String, String> values) {
    Map<String, String> byName = new TreeMap<>();
    values.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
    Placeholders usual = Placeholders.NONE;
    return new Placeholders(
        Placeholders.Use.REPLACED,
        flyway.value(SIGNS.get(0), "").orElse(usual.prefix()),
        flyway.value(SIGNS.get(1), "").orElse(usual.suffix()),
        flyway.value(SIGNS.get(2), "").orElse(usual.separator()),
        Map.of(),
        byName,
        Map.of());
  }
}
