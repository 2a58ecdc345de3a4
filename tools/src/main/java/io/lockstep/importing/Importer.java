package io.lockstep.importing;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.ScriptName;
import io.lockstep.importing.ImportReport.ImportedFile;
import io.lockstep.importing.formats.SourceFormat;
import io.lockstep.importing.source.DownMark;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFolder;
import io.lockstep.script.OwnTransaction;
import io.lockstep.script.ScriptCheck;
import io.lockstep.script.ScriptObjection;
import io.lockstep.script.StatementPart;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes an app's folder from another tool's migrations. Uses no database. */
public final class Importer {
  private static final String FORWARD_ONLY =
      "An app without any undo script has undo=optional; with undo=required in its"
          + " lockstep.properties verify and rehearse report each.";

  private final SourceFormat format;
  private final Path source;
  private final AppName app;
  private final AppFolder folder;

  /**
   * @param format the other tool's format
   * @param source its folder, which is only read
   * @param app the app that they become
   * @param db the folder that holds a folder per app; created if it is missing
   */
  public Importer(SourceFormat format, Path source, AppName app, Path db) {
    this.format = format;
    this.source = source;
    this.app = app;
    this.folder = new AppFolder(app, db);
  }

  /**
   * Writes everything that can be kept, and notes the rest. Statements stay as they are, byte by
   * byte, and in their order.
   *
   * @throws LockstepException with nothing written: ({@link ExitCode#REFUSED}) if the app has
   *     scripts already; ({@link ExitCode#USAGE}) if the folder has no migrations of this format,
   *     or two of one version, or a file can't be read
   */
  public ImportReport run() {
    folder.refuseScripts();
    ParsedSource found = format.read(new SourceFolder(source).files(format.depth()));
    KeptSettings.notes(format.name(), found.migrations()).forEach(found::add);
    Numbering numbering = new Numbering(found.migrations());
    List<OutputFile> files = new ArrayList<>();
    found.kept().forEach((name, script) -> files.add(new OutputFile(name, name, script)));
    files.addAll(numbering.files());
    if (files.isEmpty() && found.notes().stream().noneMatch(Note::todo)) {
      throw nothing();
    }
    if (!numbering.kept()) {
      found.add(
          Note.fact(
              source.toString(),
              "versions are numbered from 0001 in the order of the files, since what they have are not numbers that grow",
              ""));
    }
    List<OutputFile> without = withoutTransactions(files, found);
    noteMissingUndos(without, found);
    List<OutputFile> written =
        without.stream().flatMap(file -> checked(file, found).stream()).toList();
    folder.write(written);
    return report(written, found);
  }

  private LockstepException nothing() {
    return new LockstepException(
        ExitCode.USAGE,
        "importing " + source,
        "there are no migrations of " + format.name() + " in it",
        "Look at the folder and at --from. Nothing was written.");
  }

  private static List<OutputFile> withoutTransactions(List<OutputFile> files, ParsedSource found) {
    List<String> changed = new ArrayList<>();
    List<OutputFile> without = new ArrayList<>();
    for (OutputFile file : files) {
      Optional<ForeignScript> script =
          Optional.of(file.script())
              .filter(sql -> !found.kept().containsKey(file.name()))
              .flatMap(Importer::withoutTransaction);
      script.ifPresent(s -> changed.add(file.name()));
      without.add(script.map(file::with).orElse(file));
    }
    if (!changed.isEmpty()) {
      found.add(
          Note.fact(
              Abridged.names(changed),
              "BEGIN and COMMIT are left out, since a step is one transaction already",
              ""));
    }
    return without;
  }

  private static Optional<ForeignScript> withoutTransaction(ForeignScript script) {
    List<StatementPart> own = OwnTransaction.removable(script.sql(), script.noTransaction());
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(ForeignScript.of(script.without(own).sql()));
  }

  /** Notes what can't run in it. An undo script like that must not stop the way forward. */
  private Optional<OutputFile> checked(OutputFile file, ParsedSource found) {
    if (!file.name().endsWith(".sql")) {
      return Optional.of(file);
    }
    DownMark.noteIn(file.source(), file.text()).ifPresent(found::add);
    Optional<ScriptObjection> objection = objection(file, found);
    if (objection.isEmpty()) {
      return Optional.of(file);
    }
    String why = objection.get().toString();
    String path = folder.path().resolve(file.name()).toString();
    if (!(ScriptName.parse(fileName(file)).orElse(null) instanceof ScriptName.Undo)) {
      found.add(Note.todo(file.source(), why, "Change " + path + "."));
      return Optional.of(file);
    }
    OutputFile outside = file.with(new ForeignScript(file.script().sql(), true));
    if (found.kept().containsKey(file.name()) || objection(outside, found).isPresent()) {
      found.add(
          Note.leftOut(
              file.source(),
              why + "; so no rollback can pass its migration",
              "Write what it is to do as " + path + "."));
      return Optional.empty();
    }
    found.add(
        Note.todo(
            file.source(),
            why,
            "It has that line now, so that it doesn't stop the way forward, and a rollback would run it as it stands. Change "
                + path
                + "."));
    return Optional.of(outside);
  }

  private static Optional<ScriptObjection> objection(OutputFile file, ParsedSource found) {
    boolean outside = file.script().noTransaction() || found.isKeptOutside(file.name());
    boolean asItIs = found.kept().containsKey(file.name());
    return ScriptCheck.of(
            asItIs ? OwnTransaction.passedOver(file.text(), outside) : file.text(), outside)
        .objection();
  }

  private static void noteMissingUndos(List<OutputFile> files, ParsedSource found) {
    Map<Version, String> missing = new TreeMap<>();
    String next = FORWARD_ONLY;
    for (OutputFile file : files) {
      if (ScriptName.parse(fileName(file)).orElse(null) instanceof ScriptName.Apply apply) {
        missing.put(apply.version(), file.name());
      }
    }
    for (OutputFile file : files) {
      if (ScriptName.parse(fileName(file)).orElse(null) instanceof ScriptName.Undo undo) {
        missing.remove(undo.version());
        next = "Add a U file, or write \"-- lockstep: irreversible\" on top.";
      }
    }
    if (!missing.isEmpty()) {
      found.add(
          Note.fact(
              Abridged.names(List.copyOf(missing.values())),
              "nothing takes it back, so no rollback can pass it",
              next));
    }
  }

  private static String fileName(OutputFile file) {
    return file.name().substring(file.name().lastIndexOf('/') + 1);
  }

  private ImportReport report(List<OutputFile> files, ParsedSource found) {
    return new ImportReport(
        format.name(),
        app.text(),
        folder.path().toString(),
        files.stream()
            .map(file -> new ImportedFile(file.name(), file.source()))
            .sorted(Comparator.comparing(ImportedFile::name))
            .toList(),
        found.notes().stream().sorted(Comparator.comparing(note -> !note.todo())).toList());
  }
}
