package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.formats.printed.PrintedSection;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What {@code liquibase update-sql} and {@code liquibase future-rollback-sql} print for a new
 * database: the way for change sets that are no SQL.
 */
final class UpdateSql {
  private static final Pattern HEADING =
      Pattern.compile("-- (Changeset|Rolling Back ChangeSet:) (.*?)::(.*)::(.*)");

  /** Its own tables; and the path that it sets itself, and not one that a change set sets. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?i:(CREATE TABLE|INSERT INTO|UPDATE|DELETE FROM)\\s+(\\S+\\.)?\"?databasechangelog(lock)?\\b.*)"
              + "|SET SEARCH_PATH TO [^;]*\"\\$user\".*",
          Pattern.DOTALL);

  private UpdateSql() {}

  /** True if a file has been printed so. */
  static boolean isIn(List<SourceFile> files) {
    return files.stream()
        .filter(SourceFile::isSql)
        .anyMatch(file -> file.read().lines().anyMatch(line -> HEADING.matcher(line).matches()));
  }

  static ParsedSource read(List<SourceFile> files) {
    List<ChangeSet> updates = new ArrayList<>();
    Map<String, String> rollbacks = new HashMap<>();
    for (SourceFile file : files.stream().filter(SourceFile::isSql).toList()) {
      for (PrintedSection section :
          PrintedSection.of(file.read(), HEADING, sql -> OWN.matcher(sql).matches())) {
        ChangeSet set = changeSet(section.heading(), section.script().sql());
        if (section.heading().group(1).equals("Changeset")) {
          updates.add(set);
        } else {
          rollbacks.put(set.source(), set.sql());
        }
      }
    }
    ParsedSource found = new ParsedSource();
    updates.forEach(
        set ->
            set.withRollback(Optional.ofNullable(rollbacks.get(set.source())))
                .addTo(found, numbered -> numbered.id() + "_" + numbered.author()));
    return found;
  }

  private static ChangeSet changeSet(MatchResult heading, String sql) {
    return new ChangeSet(
        heading.group(2),
        heading.group(3),
        heading.group(4),
        Map.of("stripcomments", "false"),
        sql,
        Optional.empty());
  }
}
