package io.lockstep.importing.formats.printed;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The output of {@code alembic upgrade base:head --sql} and {@code alembic downgrade head:base
 * --sql}, in one file or in several, and the revisions themselves, which name them.
 */
public final class AlembicOutput {
  private static final Pattern HEADING =
      Pattern.compile("-- Running (upgrade|downgrade) (.*?) ?-> ?(.*)");

  private static final Pattern REVISION =
      Pattern.compile("^revision\\b[^=\\n]*=\\s*[\"']([^\"']+)[\"']", Pattern.MULTILINE);

  private final ParsedSource found = new ParsedSource();
  private final Map<String, Revision> upgrades = new LinkedHashMap<>();
  private final Map<String, Set<String>> ancestors = new LinkedHashMap<>(); // of those added
  private final Map<String, ForeignScript> downgrades = new HashMap<>();
  private final Map<String, String> titles = new LinkedHashMap<>();

  private AlembicOutput() {}

  /** A revision's upgrade, and the revisions that it follows. */
  private record Revision(String id, Set<String> after, String source, ForeignScript up) {}

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
    AlembicTable table = new AlembicTable(text, revisions(text));
    Map<String, Set<String>> follows = follows(text, table);
    List<PrintedSection> sections = PrintedSection.of(text, HEADING, table::isOwn);
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
            new Revision(
                heading.group(3),
                Optional.ofNullable(follows.get(heading.group(3))).orElseThrow(),
                file.name(),
                section.script());
        upgrades.putIfAbsent(revision.id(), revision);
      } else {
        downgrades.putIfAbsent(heading.group(2), section.script());
      }
    }
  }

  private static Set<String> revisions(String text) {
    return text.lines()
        .map(line -> HEADING.matcher(line.stripTrailing()))
        .filter(Matcher::matches)
        .flatMap(heading -> Stream.of(heading.group(2), heading.group(3)))
        .flatMap(ids -> ids(ids).stream())
        .collect(Collectors.toSet());
  }

  /**
   * What each upgraded revision follows: the revisions in its heading, and those that it depends
   * on, whose rows it replaces.
   */
  private static Map<String, Set<String>> follows(String text, AlembicTable table) {
    Map<String, Set<String>> follows = new HashMap<>();
    Set<String> current = new TreeSet<>();
    for (String line : text.lines().toList()) {
      Matcher heading = HEADING.matcher(line.stripTrailing());
      if (heading.matches()) {
        current = new TreeSet<>(ids(heading.group(2)));
        if (heading.group(1).equals("upgrade")) {
          follows.put(heading.group(3), current);
        }
      } else {
        table.replaced(line).forEach(current::add);
      }
    }
    return follows;
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
            upgrade(revision),
            Optional.ofNullable(downgrades.get(revision.id()))));
  }

  /** Says of a revision that does not follow all before it which it follows, for adopt. */
  private ForeignScript upgrade(Revision revision) {
    Set<String> all = Set.copyOf(ancestors.keySet());
    Set<String> own = new HashSet<>();
    for (String id : revision.after()) {
      own.add(id);
      own.addAll(ancestors.getOrDefault(id, all)); // one that was not printed is followed by hand
    }
    ancestors.put(revision.id(), own);
    String after = revision.after().isEmpty() ? "nothing" : String.join(", ", revision.after());
    return own.containsAll(all)
        ? revision.up()
        : new ForeignScript(
            "-- Alembic: follows " + after + "\n" + revision.up().sql(),
            revision.up().noTransaction());
  }
}
