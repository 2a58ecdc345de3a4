package io.lockstep.importing.formats;

import io.lockstep.catalog.ScriptName;
import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.catalog.callback.CallbackName;
import io.lockstep.importing.flyway.FlywaySettings;
import io.lockstep.importing.flyway.FlywaySettingsNotes;
import io.lockstep.importing.flyway.LockstepProperties;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code V1__title.sql}, {@code U1__title.sql}, {@code R__title.sql}, {@code B1__title.sql}, {@code
 * afterMigrate.sql} and the like, and their {@code .conf}.
 */
record FlywayFormat() implements SourceFormat {
  private static final Pattern PROGRAM =
      Pattern.compile("[VRBU].*__.*\\.(java|kt|groovy|class|py|ps1|sh|bash|cmd|bat)");

  private static final Pattern NO_PLACEHOLDERS =
      Pattern.compile("placeholderReplacement\\s*[=:]\\s*false", Pattern.CASE_INSENSITIVE);

  private static final Pattern OUTSIDE =
      Pattern.compile("(?im)^\\s*executeInTransaction\\s*[=:]\\s*false\\s*$");

  private static final String VENDOR = "postgresql";

  /** Folders of scripts for other databases, as Spring Boot's {vendor} names them. */
  private static final Set<String> OTHER_VENDORS =
      Set.of(
          "mysql",
          "mariadb",
          "h2",
          "hsqldb",
          "oracle",
          "sqlserver",
          "db2",
          "derby",
          "sqlite",
          "cockroachdb",
          "redshift");

  @Override
  public String name() {
    return "flyway";
  }

  @Override
  public int depth() {
    return Integer.MAX_VALUE;
  }

  @Override
  public ParsedSource read(List<SourceFile> all) {
    ParsedSource found = new ParsedSource();
    FlywaySettings settings = FlywaySettings.in(all);
    Set<String> folders =
        all.stream().map(FlywayFormat::topFolder).collect(Collectors.toCollection(TreeSet::new));
    List<String> locations = settings.locations(folders);
    List<SourceFile> files =
        all.stream().filter(file -> isRead(topFolder(file), folders, locations)).toList();
    noteOthers(folders, locations, found);
    List<SourceFile> versioned =
        files.stream().filter(file -> version(file.fileName()).isPresent()).toList();
    for (VersionedFile file :
        VersionedFile.find(
            versioned,
            FlywayFormat::version,
            "V0003__what_it_does.sql",
            VersionedFile.BY_VERSION,
            found)) {
      keep(file.up(), found);
      file.down().ifPresent(down -> keep(down, found));
    }
    for (SourceFile file : files) {
      if (file.isSql() && !versioned.contains(file)) {
        other(file, found);
      } else if (file.name().endsWith(".sql.conf")) {
        keepSettings(file, found);
      } else if (PROGRAM.matcher(file.fileName()).matches()) {
        found.add(
            Note.todo(
                file.name(),
                "is a program, so it is left out",
                "Write in SQL what it does, as a file of the same version."));
      }
    }
    FlywaySettingsNotes.add(settings, found);
    new LockstepProperties(settings, found)
        .write(files.stream().filter(file -> replaces(file, found)).toList(), locations);
    return found;
  }

  private static String topFolder(SourceFile file) {
    return file.name().contains("/") ? file.name().replaceFirst("/.*", "") : "";
  }

  private static boolean isRead(String folder, Set<String> folders, List<String> locations) {
    return locations.isEmpty()
        ? !folders.contains(VENDOR) || !OTHER_VENDORS.contains(folder)
        : locations.contains(folder);
  }

  private static void noteOthers(Set<String> folders, List<String> locations, ParsedSource found) {
    List<String> others =
        folders.stream()
            .filter(folder -> !folder.isEmpty() && !isRead(folder, folders, locations))
            .toList();
    if (!others.isEmpty()) {
      found.add(
          Note.fact(
              String.join(", ", others),
              "left out, since Flyway does not read that for PostgreSQL",
              ""));
    }
  }

  /** True if Flyway replaces placeholders in it, unless its settings for all files say no. */
  private static boolean replaces(SourceFile file, ParsedSource found) {
    return file.isSql()
        && found.kept().containsKey(file.name())
        && Optional.ofNullable(found.kept().get(file.name() + ".conf"))
            .filter(conf -> NO_PLACEHOLDERS.matcher(conf.sql()).find())
            .isEmpty();
  }

  private static Optional<VersionedFile.Name> version(String fileName) {
    Optional<ScriptName> name = ScriptName.parse(fileName);
    if (!fileName.startsWith("V") && !fileName.startsWith("U")) {
      return Optional.empty();
    }
    if (name.orElse(null) instanceof ScriptName.Undo undo) {
      return Optional.of(named(undo.version(), "", true));
    }
    return name.orElse(null) instanceof ScriptName.Apply apply
        ? Optional.of(named(apply.version(), apply.description(), false))
        : Optional.empty();
  }

  private static VersionedFile.Name named(Version version, String title, boolean down) {
    return new VersionedFile.Name(version.canonical(), version, title, down);
  }

  private static void other(SourceFile file, ParsedSource found) {
    Optional<ScriptName> name = ScriptName.parse(file.fileName());
    Optional<CallbackEvent> callback =
        name.filter(ScriptName.Call.class::isInstance)
            .map(ScriptName.Call.class::cast)
            .map(call -> call.name().event());
    Optional<String> neverRuns = callback.flatMap(CallbackEvent::neverRuns);
    if (neverRuns.isPresent()) {
      found.add(
          Note.todo(
              file.name(),
              "is left out: no run comes to " + callback.get() + ", since " + neverRuns.get(),
              "What it must do belongs in a migration, or in beforeMigrate.sql or afterMigrate.sql,"
                  + " which run with every migrate; an R__….sql runs only when it has changed."));
    } else if (name.isPresent()) {
      keep(file, found);
    } else {
      found.add(
          Note.todo(
              file.name(),
              "is left out: its name says neither version nor kind",
              CallbackName.meantBy(file.fileName())
                  .map(meant -> "Name it " + meant + " if it is a callback of Flyway's.")
                  .orElse("Give it a name of Flyway's if it is to run.")));
    }
  }

  private static void keepSettings(SourceFile file, ParsedSource found) {
    keep(file, found);
    if (OUTSIDE.matcher(file.read()).find()) {
      found.keepOutside(file.name().replaceFirst("\\.conf$", ""));
    }
  }

  private static void keep(SourceFile file, ParsedSource found) {
    found.keep(file, file.read());
  }
}
