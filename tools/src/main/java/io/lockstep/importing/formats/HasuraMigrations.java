package io.lockstep.importing.formats;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Directives;
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
  private final Map<Version, Script> ups = new TreeMap<>();
  private final Map<Version, Script> downs = new TreeMap<>();
  private final Map<Version, String> titles = new TreeMap<>();
  private final Map<String, SourceFile> databases = new TreeMap<>();

  private HasuraMigrations() {}

  private record Script(SourceFile file, ForeignScript sql) {
    boolean isYaml() {
      return file.name().endsWith(".yaml");
    }

    static Script of(SourceFile file) {
      Script asItIs = new Script(file, ForeignScript.of(file.read()));
      if (!asItIs.isYaml()) {
        return asItIs;
      }
      return new Script(
          file,
          ForeignScript.of(
              asItIs.runsSql()
                  ? Directives.DRAFT + "\n-- what run_sql says in " + file.name() + "\n"
                  : "-- metadata of Hasura's alone: nothing to do here\n"));
    }

    boolean runsSql() {
      return isYaml() && file.read().contains("run_sql");
    }
  }

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
    Script script = Script.of(file);
    if (script.runsSql()) {
      found.add(
          Note.todo(
              file.name(),
              "has SQL in YAML, so its file is a draft",
              "Write into it what run_sql says, and delete its line \""
                  + Directives.DRAFT
                  + "\"."));
    }
    (name.group(4).equals("up") ? ups : downs).merge(version, script, this::chosen);
  }

  /** SQL, with what is beside it for Hasura's metadata. */
  private Script chosen(Script one, Script other) {
    if (one.isYaml() == other.isYaml() && databases.size() == 1) {
      throw refused(
          "two files of one version: " + one.file().name() + " and " + other.file().name(),
          "Give one of them another version. Nothing was written.");
    }
    return one.isYaml() ? other : one;
  }

  private void refuseSeveral() {
    if (databases.size() > 1) {
      throw refused(
          "there are migrations of several databases: "
              + Abridged.names(databases.keySet().stream().toList()),
          "Give the folder of one, and import each as an app of its own. Nothing was written.");
    }
  }

  private static LockstepException refused(String why, String next) {
    return new LockstepException(ExitCode.USAGE, "importing migrations of hasura's", why, next);
  }

  private void add(Version version, Script up) {
    String title = Optional.ofNullable(titles.get(version)).orElse("");
    found.add(
        new ForeignMigration(
            up.file().name(),
            Optional.of(version),
            title,
            title,
            up.sql(),
            Optional.ofNullable(downs.get(version))
                .map(down -> found.undo(down.file().name(), down.sql()))));
  }
}
