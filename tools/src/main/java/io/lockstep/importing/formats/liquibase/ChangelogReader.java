package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.source.Lines;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a formatted SQL changelog, line by line as Liquibase does. */
final class ChangelogReader {
  private static final Pattern CHANGE_SET =
      line("changeset\\s+(?:\"([^\"]+)\"|([^:]+?))\\s*:\\s*(?:\"([^\"]+)\"|(\\S+))(.*)");

  /** No blank may follow the colon, except for dbms: Liquibase reads no attribute with one. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(\\w+):((?<=dbms:) )?(\"[^\"]*\"|\\S+)");

  private static final Pattern ROLLBACK = line("rollback(?:\\s+(.*))?");
  private static final Pattern NOTHING =
      Pattern.compile("(empty|not\\s+required);?", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_ANOTHER =
      Pattern.compile("changeset(id|author|path)\\s*:.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ROLLBACK_BLOCK =
      Pattern.compile("\\s*/\\*\\s*liquibase\\s+rollback\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEFT_OUT =
      line("(preconditions?\\b|precondition-|property\\b|include\\b).*");
  private static final Pattern IGNORE_LINES = line("ignorelines:(\\w+)");
  private static final Pattern MARK = line("(liquibase\\s+formatted|validchecksum).*");

  /** The undo script of a change set whose changelog says that nothing is to be done. */
  static final String NOTHING_TO_DO = "-- Nothing has to be taken back, as the changelog says.\n";

  private final String file;
  private final ParsedSource found;
  private final List<ChangeSet> changeSets = new ArrayList<>();
  private final StringBuilder sql = new StringBuilder();
  private final StringBuilder rollback = new StringBuilder();
  private Optional<Matcher> open = Optional.empty();
  private boolean inRollbackBlock;
  private boolean ignoring;
  private int ignored; // so many lines are still to come

  ChangelogReader(String file, ParsedSource found) {
    this.file = file;
    this.found = found;
  }

  private static Pattern line(String form) {
    return Pattern.compile("\\s*--\\s*" + form + "\\s*", Pattern.CASE_INSENSITIVE);
  }

  /** Reads its change sets, in their order. */
  List<ChangeSet> read(String text) {
    Lines.of(text).forEach(this::readLine);
    close();
    return changeSets;
  }

  private void readLine(String line) {
    Matcher changeSet = CHANGE_SET.matcher(line);
    Matcher rollbackLine = ROLLBACK.matcher(line);
    Matcher ignore = IGNORE_LINES.matcher(line);
    if (ignoring) {
      ignoring = !(ignore.matches() && ignore.group(1).equals("end"));
    } else if (ignored > 0) {
      ignored--;
    } else if (inRollbackBlock) {
      readRollbackBlock(line);
    } else if (ignore.matches()) {
      ignoring = ignore.group(1).equals("start");
      ignored = ignore.group(1).matches("[0-9]{1,9}") ? Integer.parseInt(ignore.group(1)) : 0;
    } else if (changeSet.matches()) {
      close();
      open = Optional.of(changeSet);
    } else if (rollbackLine.matches()) {
      readRollback(Optional.ofNullable(rollbackLine.group(1)).orElse(""));
    } else if (ROLLBACK_BLOCK.matcher(line).matches()) {
      inRollbackBlock = true;
    } else if (LEFT_OUT.matcher(line).matches()) {
      found.add(
          Note.todo(
              source(),
              "says \"" + line.strip() + "\", which is left out",
              "Write what it decides or replaces into the migration."));
    } else if (open.isPresent() && !MARK.matcher(line).matches()) {
      sql.append(line);
    }
  }

  private void readRollbackBlock(String line) {
    int end = line.indexOf("*/");
    rollback.append(end < 0 ? line : line.substring(0, end));
    inRollbackBlock = end < 0;
  }

  private void readRollback(String statement) {
    if (NOTHING.matcher(statement).matches()) {
      rollback.append(NOTHING_TO_DO);
    } else if (OF_ANOTHER.matcher(statement).matches()) {
      found.add(
          Note.todo(
              source(),
              "is taken back by another change set (" + statement + "), which is left out",
              "Write that change set's SQL into the undo script."));
    } else if (!statement.isEmpty()) {
      rollback.append(statement).append('\n');
    }
  }

  private String source() {
    return open.map(set -> file + "::" + id(set) + "::" + author(set)).orElse(file);
  }

  private void close() {
    if (open.isPresent() && sql.toString().isBlank()) {
      found.add(
          Note.leftOut(
              source(),
              "has no SQL, which Liquibase refuses",
              "Write a comment into it, or delete it."));
      open = Optional.empty();
    }
    open.ifPresent(
        set ->
            changeSets.add(
                new ChangeSet(
                    file,
                    id(set),
                    author(set),
                    attributes(set.group(5)),
                    sql.toString(),
                    rollback.isEmpty() ? Optional.empty() : Optional.of(rollback.toString()))));
    sql.setLength(0);
    rollback.setLength(0);
  }

  private static String author(Matcher set) {
    return Optional.ofNullable(set.group(1)).orElse(set.group(2));
  }

  private static String id(Matcher set) {
    return Optional.ofNullable(set.group(3)).orElse(set.group(4));
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(text);
    while (attribute.find()) {
      attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), attribute.group(3));
    }
    return attributes;
  }
}
