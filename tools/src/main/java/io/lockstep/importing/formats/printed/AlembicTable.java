package io.lockstep.importing.formats.printed;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements on Alembic's own table in a text that it has printed. The table may have any name,
 * and a table of the user's may have a column of the same name; so they are known by their form
 * (Alembic's migration.py, _ensure_version_table and HeadMaintainer) and by the revisions in them.
 */
final class AlembicTable {
  private static final String NAME = "(?<table>\\S+)";

  private static final List<Pattern> OWN =
      Stream.of(
              "CREATE TABLE "
                  + NAME
                  + " \\(\\s*version_num \\w+(?:\\(\\d+\\))? NOT NULL\\s*"
                  + "(?:,\\s*CONSTRAINT \\S+ PRIMARY KEY \\(version_num\\)\\s*)?\\)",
              "INSERT INTO "
                  + NAME
                  + " \\(version_num\\) VALUES \\('[^']*'\\)(?: RETURNING \\k<table>\\.version_num)?",
              "UPDATE "
                  + NAME
                  + " SET version_num='[^']*' WHERE \\k<table>\\.version_num = '[^']*'",
              "DELETE FROM " + NAME + " WHERE \\k<table>\\.version_num = '[^']*'")
          .map(form -> Pattern.compile(form + "\\s*;?\\s*"))
          .toList();

  private static final Pattern DROP =
      Pattern.compile("DROP TABLE\\s+(?:IF EXISTS\\s+)?([^\\s;]+)[\\s;]*");

  private static final Pattern USUAL = Pattern.compile("(?:\\S+\\.)?\"?alembic_version\"?");
  private static final Pattern WHERE = Pattern.compile(".*version_num = '([^']*)'.*");
  private static final Pattern TEXT = Pattern.compile("'([^']*)'");

  private final Set<String> revisions;
  private final Set<String> names;

  /**
   * @param text all that Alembic has printed
   * @param revisions those that it says it runs
   */
  AlembicTable(String text, Set<String> revisions) {
    this.revisions = revisions;
    this.names =
        OWN.stream()
            .flatMap(form -> form.matcher(text).results())
            .filter(this::saysRevisionsOnly)
            .map(own -> own.group(1))
            .collect(Collectors.toSet());
  }

  private boolean saysRevisionsOnly(MatchResult own) {
    return TEXT.matcher(own.group())
        .results()
        .map(text -> text.group(1))
        .allMatch(revisions::contains);
  }

  /** The revisions whose rows this line takes away or changes, since the next one follows them. */
  Stream<String> replaced(String line) {
    Matcher where = WHERE.matcher(line);
    return isOwn(line) && where.matches() ? Stream.of(where.group(1)) : Stream.empty();
  }

  /** True for a statement on this table. */
  boolean isOwn(String sql) {
    Matcher drop = DROP.matcher(sql);
    return drop.matches()
        ? names.contains(drop.group(1)) || USUAL.matcher(drop.group(1)).matches()
        : OWN.stream()
            .map(form -> form.matcher(sql))
            .anyMatch(own -> own.matches() && saysRevisionsOnly(own));
  }
}
