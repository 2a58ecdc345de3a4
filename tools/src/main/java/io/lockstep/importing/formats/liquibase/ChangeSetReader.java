package io.lockstep.importing.formats.liquibase;

import io.lockstep.catalog.Directives;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.Statements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a change set in XML, YAML or JSON: its {@code sql} and {@code sqlFile}. Any other change
 * leaves a draft, which no plan takes before it is finished, so that the change set keeps its
 * place.
 */
final class ChangeSetReader {
  private static final Set<String> NO_CHANGES =
      Set.of("comment", "preConditions", "rollback", "validCheckSum", "property", "modifySql");

  /** Changes that do nothing to a schema. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("tagDatabase", "empty", "output");

  private final ChangelogFiles files;
  private final ParsedSource found;
  private final SourceFile file;
  private final ChangelogNode node;

  ChangeSetReader(
      ChangelogFiles files, ParsedSource found, SourceFile file, ChangelogNode changeSet) {
    this.files = files;
    this.found = found;
    this.file = file;
    this.node = changeSet;
  }

  ChangeSet read() {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("stripcomments", "false"); // as in both, unless they say otherwise
    node.attributes().forEach((name, value) -> attributes.put(lower(name), value));
    Parts parts = parts(changes());
    parts.endDelimiters.forEach(delimiter -> attributes.put("enddelimiter", delimiter));
    if (parts.isStripped) {
      attributes.put("stripcomments", "true");
    }
    if (parts.isWhole) {
      attributes.put("splitstatements", "false");
    }
    for (String kept : List.of("preConditions", "modifySql")) {
      if (node.child(kept).isPresent()) {
        todo("has " + kept + ", which is left out", "Write what it decides into the migration.");
      }
    }
    node.attribute("runOrder")
        .ifPresent(
            order ->
                todo(
                    "says runOrder " + order + ", and comes where it is written",
                    "Move it to its place in the changelog, and import again."));
    String sql = parts.isSql() ? parts.sql() : draft(parts);
    Optional<String> undo = undo(attributes);
    return new ChangeSet(file.name(), id(), author(), attributes, sql, undo);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private String id() {
    return node.attribute("id").orElse("");
  }

  private String author() {
    return node.attribute("author").orElse("");
  }

  private List<ChangelogNode> changes() {
    return node.child("changes")
        .map(ChangelogNode::children)
        .orElseGet(
            () -> node.children().stream().filter(c -> !NO_CHANGES.contains(c.name())).toList());
  }

  private String draft(Parts parts) {
    String what = String.join(", ", parts.others);
    todo(
        "has " + what + ", which is no SQL, so its file is a draft",
        "Write into it what liquibase update-sql prints for it, and delete its line \""
            + Directives.DRAFT
            + "\"; or import all that update-sql prints, as a .sql file in a folder of its own.");
    return Directives.DRAFT + "\n-- " + what + "\n" + parts.sql();
  }

  /**
   * All rollbacks of the change set, one after the other.
   *
   * @param attributes gets what they say of how their statements end
   */
  private Optional<String> undo(Map<String, String> attributes) {
    List<String> texts = new ArrayList<>();
    node.attribute("rollback").ifPresent(text -> texts.add(orNothing(text)));
    node.children("rollback").forEach(rollback -> texts.add(undo(rollback, attributes)));
    return texts.isEmpty() || texts.contains("")
        ? Optional.empty()
        : Optional.of(Statements.joined(texts));
  }

  private String undo(ChangelogNode rollback, Map<String, String> attributes) {
    Optional<String> other =
        rollback.attribute("changeSetId").or(() -> rollback.attribute("changesetId"));
    if (other.isPresent()) {
      todo(
          "is taken back by another change set (" + other.get() + "), which is left out",
          "Write that change set's SQL into the undo script.");
      return "";
    }
    Parts parts = parts(rollback.children());
    parts.endDelimiters.forEach(delimiter -> attributes.put("rollbackenddelimiter", delimiter));
    if (parts.isWhole) {
      attributes.put("rollbacksplitstatements", "false");
    }
    rollback.attribute("sql").ifPresent(parts::add);
    if (!rollback.text().isBlank()) {
      parts.add(rollback.text());
    }
    if (!parts.isSql()) {
      todo(
          "is taken back by " + String.join(", ", parts.others) + ", which is no SQL",
          "Write an undo script; liquibase future-rollback-sql prints what it does.");
      return "";
    }
    return orNothing(parts.sql());
  }

  private static String orNothing(String text) {
    return text.isBlank() ? ChangelogReader.NOTHING_TO_DO : text;
  }

  private Parts parts(List<ChangelogNode> changes) {
    Parts parts = new Parts();
    for (ChangelogNode change : changes) {
      if (change
          .attribute("dbms")
          .filter(d -> !ChangeSetAttributes.isForPostgresql(d))
          .isPresent()) {
        parts.without.add(change.name());
        continue;
      }
      change.attribute("endDelimiter").ifPresent(parts.endDelimiters::add);
      parts.isStripped |= change.says("stripComments");
      parts.isWhole |= change.attribute("splitStatements").filter("false"::equals).isPresent();
      switch (change.name()) {
        case "sql" -> parts.add(change.attribute("sql").orElse(change.text()));
        case "sqlFile" -> sqlFile(change, parts);
        default -> {
          if (WITHOUT_EFFECT.contains(change.name())) {
            parts.without.add(change.name());
          } else if (!NO_CHANGES.contains(change.name())) {
            parts.others.add(change.name());
          }
        }
      }
    }
    return parts;
  }

  private void sqlFile(ChangelogNode change, Parts parts) {
    String path = change.attribute("path").orElse("");
    files
        .fileOfChangeSet(path, change.says("relativeToChangelogFile"), file)
        .map(SourceFile::read)
        .ifPresentOrElse(
            parts::add, () -> parts.others.add("sqlFile " + path + ", which is not in the folder"));
  }

  private void todo(String why, String next) {
    found.add(Note.todo(file.name() + "::" + id() + "::" + author(), why, next));
  }

  /** The changes of a change set, or of its rollback. */
  private static final class Parts {
    private final List<String> texts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> without = new ArrayList<>();
    private final List<String> endDelimiters = new ArrayList<>();
    private boolean isStripped; // of its comments
    private boolean isWhole; // one of them is sent as it is, with slashes at the beginning of lines

    void add(String text) {
      texts.add(text);
    }

    boolean isSql() {
      return others.isEmpty();
    }

    String sql() {
      return texts.isEmpty() && !without.isEmpty()
          ? "-- " + String.join(", ", without) + ": nothing to do here\n"
          : Statements.joined(texts);
    }
  }
}
