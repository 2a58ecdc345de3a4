package io.lockstep.importing.formats;

import io.lockstep.Abridged;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pop's files, whose names may say a database and a commit of their own: {@code
 * 1_title.postgres.autocommit.up.sql}. Of one version and direction, the database's own file goes
 * before one for all.
 *
 * @param chosen the files for PostgreSQL
 * @param left the names of those for other databases
 * @param isIt false if no file's name says a database
 */
record PopFiles(List<SourceFile> chosen, List<String> left, boolean isIt) {
  private static final Pattern NAME =
      Pattern.compile("([0-9]+)_[^.]+?(?:\\.([a-z0-9]+))?(\\.autocommit)?\\.(up|down)\\.sql");

  private static final Pattern OUTSIDE = Pattern.compile(".*\\.autocommit\\.(?:up|down)\\.sql");

  private static final Set<String> OWN = Set.of("postgres", "postgresql", "pg");

  private static final Set<String> OTHERS =
      Set.of("cockroach", "cockroachdb", "crdb", "mysql", "mariadb", "sqlite", "sqlite3");

  static PopFiles of(List<SourceFile> files) {
    if (files.stream().noneMatch(file -> isOwn(file) || isOthers(file))) {
      return new PopFiles(files, List.of(), false);
    }
    Map<String, SourceFile> owns = new HashMap<>();
    files.stream().filter(PopFiles::isOwn).forEach(file -> owns.put(key(file), file));
    List<SourceFile> chosen = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (SourceFile file : files) {
      boolean replaced = !isOwn(file) && owns.containsKey(key(file));
      if (isOthers(file) || replaced) {
        left.add(file.name());
      } else {
        chosen.add(file);
      }
    }
    return new PopFiles(chosen, left, true);
  }

  private static boolean isOwn(SourceFile file) {
    return OWN.contains(database(file));
  }

  private static boolean isOthers(SourceFile file) {
    return OTHERS.contains(database(file));
  }

  private static String database(SourceFile file) {
    Matcher name = NAME.matcher(file.fileName());
    return name.matches() && name.group(2) != null ? name.group(2) : "";
  }

  /** The version and the direction; another file's own name. */
  private static String key(SourceFile file) {
    Matcher name = NAME.matcher(file.fileName());
    return name.matches() ? name.group(1) + "." + name.group(4) : file.name();
  }

  /** What is said of the files that are left out. */
  Optional<Note> note() {
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Note.fact(
                Abridged.names(left),
                "is for other databases, as its name or that of a file for PostgreSQL beside it says, so it is left out",
                ""));
  }

  /** The title without the database. */
  String title(String title) {
    return isIt ? title.replaceFirst("\\..*", "") : title;
  }

  /** The file's script; one with a commit of its own runs outside a transaction. */
  ForeignScript script(SourceFile file) {
    return new ForeignScript(file.read(), isIt && OUTSIDE.matcher(file.fileName()).matches());
  }
}
