package io.lockstep.importing.formats.printed;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rails' {@code db/structure.sql}, which is everything up to its newest version; and the SQL of
 * single migrations, {@code VERSION_name.sql} and {@code VERSION_name.down.sql}.
 */
public final class RailsOutput {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*?)(\\.down)?\\.sql");
  private static final Pattern RUBY = Pattern.compile("([0-9]+)_(.*)\\.rb");
  private static final String STRUCTURE = "structure.sql";

  /** The first line of a migration that runs without a transaction. */
  private static final String OUTSIDE = "-- disable_ddl_transaction!";

  /** Statements on the tables that Rails makes for itself, with or without schema and quotes. */
  private static final Pattern OWN =
      Pattern.compile(
          "(CREATE TABLE|ALTER TABLE( ONLY)?|INSERT INTO|COMMENT ON TABLE)\\s+(\"?\\w+\"?\\.)?\"?(schema_migrations|ar_internal_metadata)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern APPLIED = Pattern.compile("\\('(\\d+)'\\)");

  private final ParsedSource found = new ParsedSource();
  private final Set<Version> contained = new HashSet<>();

  private RailsOutput() {}

  /** Reads a folder. */
  public static ParsedSource read(List<SourceFile> files) {
    RailsOutput output = new RailsOutput();
    files.stream()
        .filter(file -> file.fileName().equals(STRUCTURE))
        .findFirst()
        .ifPresent(output::structure);
    output.single(files);
    return output.found;
  }

  private void structure(SourceFile file) {
    String text = file.read();
    List<StatementPart> own = own(text);
    Set<Version> versions = new HashSet<>();
    own.forEach(
        part ->
            APPLIED
                .matcher(text.substring(part.start(), part.end()))
                .results()
                .map(MatchResult::group)
                .forEach(row -> versions.add(Version.of(row.replaceAll("\\D", "")))));
    Optional<Version> newest = versions.stream().max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      found.add(
          Note.leftOut(
              file.name(),
              "inserts no version into schema_migrations",
              "Write it with bin/rails db:schema:dump."));
      return;
    }
    contained.addAll(versions);
    found.add(
        new ForeignMigration(
            file.name(),
            newest,
            "structure",
            "structure",
            ForeignScript.of(text).without(own),
            Optional.empty()));
    found.add(
        Note.fact(
            file.name(),
            "is one migration here, for all " + versions.size() + " up to " + newest.get(),
            ""));
  }

  private static List<StatementPart> own(String text) {
    try {
      return ScriptReader.parts(text).stream()
          .filter(part -> OWN.matcher(text.substring(part.start(), part.end())).matches())
          .toList();
    } catch (PsqlCommandException e) {
      return List.of(); // the check of the file that is written gives the reason
    }
  }

  private void single(List<SourceFile> files) {
    List<SourceFile> printed =
        files.stream().filter(file -> file.isSql() && !file.fileName().equals(STRUCTURE)).toList();
    List<Version> written = new ArrayList<>();
    for (VersionedFile file :
        VersionedFile.find(
            printed,
            RailsOutput::parse,
            "20240101120000_what_it_does.sql",
            VersionedFile.BY_VERSION,
            found)) {
      if (!contained.contains(file.version())) {
        written.add(file.version());
        found.add(
            new ForeignMigration(
                file.up().name(),
                Optional.of(file.version()),
                file.title(),
                file.title(),
                script(file.up()),
                file.down().map(down -> found.undo(down.name(), script(down)))));
      }
    }
    for (SourceFile file : files) {
      Matcher ruby = RUBY.matcher(file.fileName());
      if (ruby.matches()
          && !contained.contains(Version.of(ruby.group(1)))
          && !written.contains(Version.of(ruby.group(1)))) {
        found.add(
            Note.leftOut(
                file.name(),
                "is a program in Ruby",
                "Write in SQL what it does, as V"
                    + ruby.group(1)
                    + "__"
                    + ruby.group(2)
                    + ".sql."));
      }
    }
  }

  private static ForeignScript script(SourceFile file) {
    String text = file.read();
    return new ForeignScript(text, text.startsWith(OUTSIDE));
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), name.group(3) != null)
        : Optional.empty();
  }
}
