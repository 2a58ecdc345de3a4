package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.ScriptName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;

/**
 * Finds a changelog's change sets among an app's migrations. Import keeps of identifier, author and
 * file what tells them apart: the identifier, or it as the version and the author as the name, or
 * both as the name, or the name of a file of plain SQL.
 */
final class LiquibaseChangeSets {
  private LiquibaseChangeSets() {}

  /** A row of its table. */
  record Row(String id, String author, String file) {
    private boolean isIn(Migration migration) {
      String description = migration.description();
      return description.equals(words(id))
          || description.equals(words(id + "_" + author))
          || (author.equals("includeAll") && description.equals(words(fileName())))
          || (description.equals(words(author))
              && Version.parse(id).filter(migration.version()::equals).isPresent());
    }

    /** Import from formatted SQL alone has numbered the files, and kept the author. */
    private boolean hasAuthorOf(Migration migration) {
      return migration.description().equals(words(author));
    }

    private String fileName() {
      return file.replaceFirst(".*[/\\\\]", "").replaceFirst("(?i)\\.sql$", "");
    }

    private static String words(String name) {
      return ScriptName.title(name).orElse(name).replace('_', ' ');
    }
  }

  /**
   * The app's state according to these rows. Where the files have names of the team's own, only the
   * count can be compared.
   */
  static ToolHistory of(App app, List<Row> rows) {
    MigrationMatching sets = new MigrationMatching(app);
    List<Row> others = sets.match(sets.match(rows, Row::isIn), Row::hasAuthorOf);
    return others.size() * 2 > rows.size()
        ? new ToolHistory.Count(rows.size(), "has applied " + rows.size() + " changesets")
        : new ToolHistory.Versions(
            sets.matched(),
            Optional.empty(),
            others.stream().map(row -> row.id() + "::" + row.author()).toList());
  }
}
