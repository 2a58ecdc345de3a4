package io.lockstep.importing.formats;

import io.lockstep.catalog.ScriptName;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code V1__title.sql}, {@code U1__title.sql}, {@code R__title.sql} and their {@code .conf}. */
record FlywayFormat() implements SourceFormat {
  private static final Pattern PROGRAM =
      Pattern.compile("[VRBU].*__.*\\.(java|kt|groovy|class|py|ps1|sh|bash|cmd|bat)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}\\s]+}");

  @Override
  public String name() {
    return "flyway";
  }

  @Override
  public int depth() {
    return Integer.MAX_VALUE;
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
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
        found.keep(file, file.read());
      } else if (PROGRAM.matcher(file.fileName()).matches()) {
        found.add(
            Note.todo(
                file.name(),
                "is a program, so it is left out",
                "Write in SQL what it does, as a file of the same version."));
      }
    }
    return found;
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
    if (ScriptName.parse(file.fileName()).orElse(null) instanceof ScriptName.Repeat) {
      keep(file, found);
    } else {
      found.add(Note.todo(file.name(), "is left out: " + kind(file.fileName()), next(file)));
    }
  }

  private static void keep(SourceFile file, ParsedSource found) {
    String sql = file.read();
    found.keep(file, sql);
    if (PLACEHOLDER.matcher(sql).find()) {
      found.add(
          Note.todo(
              file.name(),
              "has ${…}, which Flyway replaces and Lockstep leaves as it is",
              "If it is a placeholder, write its value into the file."));
    }
  }

  private static String kind(String fileName) {
    if (fileName.startsWith("B")) {
      return "a baseline migration stands for others, and Lockstep applies each";
    }
    return "Lockstep has no callbacks, and a name of another form says no version";
  }

  private static String next(SourceFile file) {
    return file.fileName().startsWith("B")
        ? "Keep the V files that it stands for, or give it a V."
        : "What it does must become a part of each migration, or an R__….sql.";
  }
}
