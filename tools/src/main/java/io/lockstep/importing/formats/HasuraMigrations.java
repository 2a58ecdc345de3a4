package io.lockstep.importing.formats;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hasura's {@code TIMESTAMP_name/up.sql} and {@code down.sql}, in a folder for each database since
 * its version 2; or {@code TIMESTAMP_name.up.sql}, as in its first projects.
 */
final class HasuraMigrations {
  private static final Pattern NAME =
      Pattern.compile("(?:(.*)/)?([0-9]+)_([^/]*)[/.](up|down)\\.(sql|yaml)");

  private final ParsedSource found = new ParsedSource();
  private final Map<Version, SourceFile> ups = new TreeMap<>();
  private final Map<Version, SourceFile> downs = new TreeMap<>();
  private final Map<Version, String> titles = new TreeMap<>();
  private final Map<String, SourceFile> databases = new TreeMap<>();

  private HasuraMigrations() {}

  static ParsedSource read(List<SourceFile> files) {
    HasuraMigrations migrations = new HasuraMigrations();
    files.forEach(migrations::readFile);
    migrations.refuseSeveral();
    migrations.ups.forEach(migrations::add);
    return migrations.found;
  }

  private void readFile(SourceFile file) {
    Matcher name = NAME.matcher(file.name());
    if (!name.matches()) {
      return; // as Hasura does
    }
    databases.putIfAbsent(Optional.ofNullable(name.group(1)).orElse(""), file);
    Version version = Version.of(name.group(2));
    titles.put(version, name.group(3));
    boolean up = name.group(4).equals("up");
    if (!name.group(5).equals("sql")) {
      found.add(
          Note.leftOut(
              file.name(),
              "is for Hasura's metadata, in YAML",
              "What run_sql says in it is to be written as "
                  + (up ? "V" : "U")
                  + version
                  + "__"
                  + name.group(3)
                  + ".sql; the rest is of Hasura's own."));
      return;
    }
    SourceFile first = (up ? ups : downs).put(version, file);
    if (first != null && databases.size() == 1) {
      throw refused(
          "two files of version " + version + ": " + first.name() + " and " + file.name(),
          "Give one of them another version. Nothing was written.");
    }
  }

  private void refuseSeveral() {
    if (databases.size() > 1) {
      throw refused(
          "there are migrations of several databases: "
              + Note.some(databases.keySet().stream().toList()),
          "Give the folder of one, and import each as an app of its own. Nothing was written.");
    }
  }

  private static LockstepException refused(String why, String next) {
    return new LockstepException(ExitCode.USAGE, "importing migrations of hasura's", why, next);
  }

  private void add(Version version, SourceFile up) {
    String title = Optional.ofNullable(titles.get(version)).orElse("");
    found.add(
        new ForeignMigration(
            up.name(),
            Optional.of(version),
            title,
            title,
            ForeignScript.of(up.read()),
            Optional.ofNullable(downs.get(version))
                .map(down -> found.undo(down.name(), ForeignScript.of(down.read())))));
  }
}
