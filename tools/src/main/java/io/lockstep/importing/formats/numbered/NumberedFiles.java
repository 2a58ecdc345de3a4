package io.lockstep.importing.formats.numbered;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of tools that have no format of their own: each begins with a number. What takes one
 * back is a file beside it, a part of it, or missing.
 */
public final class NumberedFiles {
  /** How tools say that a file runs outside a transaction: a line, or a word in its name. */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?m)^(?:-- postgres-migrations disable-transaction|-- atlas:txmode none|-+ tern: disable-tx -*"
              + "|--! ?no-transaction|-- transactional: *[Ff]alse)\\s*$");

  private static final String OUTSIDE_BY_NAME = "NONTRANSACTIONAL";

  private static final Pattern CHECKPOINT = Pattern.compile("(?m)^-- atlas:checkpoint\\b");

  private static final Pattern TEMPLATE =
      Pattern.compile("\\{\\{-?\\s*(?:template\\b|\\.[A-Za-z])");

  private static final Pattern GRAPHILE = Pattern.compile("(?m)^--! (?:Previous|Hash):");

  /** It is replaced anywhere, in quotes and bodies of functions, too. */
  private static final Pattern GRAPHILES_PLACEHOLDER =
      Pattern.compile("(?<![:\\w])(:[A-Z][A-Z0-9_]+)\\b");

  private final ParsedSource found = new ParsedSource();
  private final Set<String> names;
  private final boolean byName;

  private NumberedFiles(List<SourceFile> files) {
    this.names = files.stream().map(SourceFile::fileName).collect(Collectors.toSet());
    this.byName = severalOfOneNumber();
  }

  /** Reads the folder's own files, not those below it. */
  public static ParsedSource read(List<SourceFile> all) {
    List<SourceFile> files = all.stream().filter(file -> !file.name().contains("/")).toList();
    return new NumberedFiles(files).read(files, DrizzleJournal.among(all));
  }

  private ParsedSource read(List<SourceFile> files, Optional<DrizzleJournal> journal) {
    List<VersionedFile> migrations =
        VersionedFile.find(
            journal.map(j -> named(files, j)).orElseGet(() -> withoutCheckpoints(files)),
            this::parse,
            "0001_what_it_does.sql",
            journal.map(NumberedFiles::byJournal).orElse(VersionedFile.BY_VERSION),
            found);
    NumberedNames versions =
        NumberedNames.of(migrations.stream().map(file -> key(file.up())).toList());
    if (byName && journal.isEmpty()) {
      found.add(NumberedNames.severalOfOneNumber(""));
    }
    for (VersionedFile file : migrations) {
      add(file, versions.version(key(file.up())), journal.isPresent());
    }
    return found;
  }

  private void add(VersionedFile file, Optional<Version> version, boolean drizzle) {
    SourceFile source = file.up();
    DirectionMarks parts = DirectionMarks.of(source.read());
    if (TEMPLATE.matcher(parts.up()).find()) {
      found.add(
          Note.todo(
              source.name(),
              "is a template, which its tool fills in",
              "Write what it comes to into the file."));
    }
    notePlaceholders(source);
    if (file.down().isPresent() && parts.down().isPresent()) {
      found.add(
          Note.leftOut(
              source.name(),
              "has a part that takes it back, as the file beside it does",
              "Delete one of the two."));
    }
    String up = drizzle ? DrizzleJournal.withSemicolons(parts.up()) : parts.up();
    Optional<ForeignScript> down =
        file.down()
            .map(back -> script(back, back.read()))
            .or(() -> parts.down().map(text -> script(source, text)));
    String title = file.title();
    found.add(
        new ForeignMigration(source.name(), version, title, title, script(source, up), down)
            .undoneBy(file.down()));
  }

  private void notePlaceholders(SourceFile file) {
    String text = file.read();
    if (GRAPHILE.matcher(text).find()) {
      GRAPHILES_PLACEHOLDER
          .matcher(text)
          .results()
          .map(placeholder -> placeholder.group(1))
          .distinct()
          .forEach(
              placeholder ->
                  found.add(
                      Note.todo(
                          placeholder,
                          "is a placeholder of graphile-migrate's in " + file.name(),
                          "Write its value there, or ${%1$s} with placeholders.%1$s=VALUE in lockstep.properties."
                              .formatted(placeholder.substring(1)))));
    }
  }

  private static ForeignScript script(SourceFile file, String text) {
    boolean outside =
        OUTSIDE.matcher(file.read()).find() || file.fileName().contains(OUTSIDE_BY_NAME);
    return new ForeignScript(text, outside);
  }

  /** Atlas begins with one only on a new database, to which all files before it lead as well. */
  private List<SourceFile> withoutCheckpoints(List<SourceFile> files) {
    List<SourceFile> others = new ArrayList<>();
    for (SourceFile file : files) {
      if (file.isSql() && CHECKPOINT.matcher(file.read()).find()) {
        found.add(
            Note.fact(
                file.name(),
                "is a checkpoint of Atlas's, so it is left out: the files before it lead there, too",
                ""));
      } else {
        others.add(file);
      }
    }
    return others;
  }

  private List<SourceFile> named(List<SourceFile> files, DrizzleJournal journal) {
    for (String name : journal.names()) {
      if (!names.contains(name)) {
        found.add(
            Note.todo(
                name,
                "is named by meta/_journal.json, and not there",
                "Drizzle stops at it, too: bring it back, or take it out of the journal."));
      }
    }
    List<SourceFile> named = new ArrayList<>();
    for (SourceFile file : files) {
      if (journal.names().contains(file.name())) {
        named.add(file);
      } else if (file.isSql()) {
        found.add(
            Note.fact(
                file.name(),
                "meta/_journal.json doesn't name it, so it is left out, as by Drizzle",
                ""));
      }
    }
    return named;
  }

  private static Comparator<VersionedFile> byJournal(DrizzleJournal journal) {
    return Comparator.comparing(file -> journal.names().indexOf(file.up().name()));
  }

  /** With the whole name as the key, two files may have one number. */
  private Optional<VersionedFile.Name> parse(String fileName) {
    return NumberedFile.of(fileName, names)
        .flatMap(
            name ->
                byName
                    ? VersionedFile.Name.of(name.key(), name.digits(), name.title(), name.down())
                    : VersionedFile.Name.of(name.digits(), name.title(), name.down()));
  }

  private String key(SourceFile file) {
    return NumberedFile.of(file.fileName(), names).map(NumberedFile::key).orElse("");
  }

  private boolean severalOfOneNumber() {
    Set<Version> seen = new HashSet<>();
    for (String name : names) {
      Optional<NumberedFile> file = NumberedFile.of(name, names).filter(f -> !f.down());
      if (file.flatMap(f -> Version.parse(f.digits())).filter(v -> !seen.add(v)).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
