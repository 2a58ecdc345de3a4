package io.lockstep.importing.formats.printed;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The output of {@code alembic upgrade base:head --sql} and {@code alembic downgrade head:base
 * --sql}, in one file or in several, and the revisions themselves, which name them.
 */
public final class AlembicOutput {
  private static final Pattern HEADING =
      Pattern.compile("-- Running (upgrade|downgrade) (.*?) ?-> ?(.*)");

  /** Its table may have another name, but the column has this one. */
  private static final Pattern OWN =
      Pattern.compile(
          "(CREATE TABLE|INSERT INTO|UPDATE|DELETE FROM)\\s\\S+\\s.*\\bversion_num\\b.*|DROP TABLE \\S*alembic_version\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The table's name, in a statement that says the column's. */
  private static final Pattern TABLE =
      Pattern.compile(
          "(?:CREATE TABLE|INSERT INTO|UPDATE|DELETE FROM)\\s+(\\S+)\\s[^;]*?\\bversion_num\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DROP =
      Pattern.compile("DROP TABLE\\s+([^\\s;]+)[\\s;]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern REVISION =
      Pattern.compile("^revision\\b[^=\\n]*=\\s*[\"']([^\"']+)[\"']", Pattern.MULTILINE);

  private final ParsedSource found = new ParsedSource();
  private final Map<String, Revision> upgrades = new LinkedHashMap<>();
  private final Map<String, ForeignScript> downgrades = new HashMap<>();
  private final Map<String, String> titles = new LinkedHashMap<>();

  private AlembicOutput() {}

  /** A revision's upgrade, and the revisions that it follows. */
  private record Revision(String id, List<String> after, String source, ForeignScript up) {}

  /** Reads a folder. */
  public static ParsedSource read(List<SourceFile> files) {
    AlembicOutput output = new AlembicOutput();
    for (SourceFile file : files) {
      if (file.isSql()) {
        output.readPrinted(file);
      } else if (file.name().endsWith(".py")) {
        output.readTitle(file);
      }
    }
    output.addAll();
    return output.found;
  }

  private void readPrinted(SourceFile file) {
    String text = file.read();
    Set<String> tables =
        TABLE.matcher(text).results().map(table -> table.group(1)).collect(Collectors.toSet());
    List<PrintedSection> sections =
        PrintedSection.of(
            text, HEADING, sql -> OWN.matcher(sql).matches() || dropsOneOf(tables, sql));
    if (sections.isEmpty()) {
      found.add(
          Note.leftOut(
              file.name(),
              "has no line \"-- Running upgrade\"",
              "Save there what alembic upgrade base:head --sql prints."));
    }
    for (PrintedSection section : sections) {
      MatchResult heading = section.heading();
      if (heading.group(1).equals("upgrade")) {
        Revision revision =
            new Revision(heading.group(3), ids(heading.group(2)), file.name(), section.script());
        upgrades.putIfAbsent(revision.id(), revision);
      } else {
        downgrades.putIfAbsent(heading.group(2), section.script());
      }
    }
  }

  private static boolean dropsOneOf(Set<String> tables, String sql) {
    Matcher drop = DROP.matcher(sql);
    return drop.matches() && tables.contains(drop.group(1));
  }

  private static List<String> ids(String text) {
    return text.isBlank() ? List.of() : List.of(text.split(", ", -1));
  }

  private void readTitle(SourceFile file) {
    Matcher revision = REVISION.matcher(file.read());
    if (revision.find()) {
      String title = file.fileName().replaceFirst("\\.py$", "");
      String id = revision.group(1);
      titles.put(id, title.startsWith(id) ? title : id + "_" + title);
    }
  }

  /** Adds each after those that it follows. */
  private void addAll() {
    List<Revision> left = new ArrayList<>(upgrades.values());
    while (!left.isEmpty()) {
      Revision next =
          left.stream()
              .filter(r -> left.stream().noneMatch(other -> r.after().contains(other.id())))
              .findFirst()
              .orElse(left.get(0));
      left.remove(next);
      add(next);
    }
    titles.keySet().stream()
        .filter(id -> !upgrades.isEmpty() && !upgrades.containsKey(id))
        .forEach(
            id ->
                found.add(
                    Note.leftOut(
                        id,
                        "is a revision that was not printed",
                        "Print all with alembic upgrade base:heads --sql, and import again.")));
  }

  private void add(Revision revision) {
    String name = Optional.ofNullable(titles.get(revision.id())).orElse(revision.id());
    found.add(
        new ForeignMigration(
            revision.source() + "::" + revision.id(),
            Optional.empty(),
            name,
            name,
            revision.up(),
            Optional.ofNullable(downgrades.get(revision.id()))));
  }
}
