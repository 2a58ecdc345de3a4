package io.lockstep.importing.formats;

import static java.util.Objects.requireNonNullElse;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 000001_title.up.sql} and {@code 000001_title.down.sql}. Other tools have such names, too,
 * and take several files of one number in the order of their names.
 */
record GolangMigrateFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.(up|down)\\.sql");

  /** maragudk/migrate takes any character before the ending, and needs no title. */
  private static final Pattern NAME_BY_NAME =
      Pattern.compile("([0-9]+)(?:_(.*))?[._](up|down)\\.sql");

  private static final Pattern OTHER_ENDING = Pattern.compile("[0-9]+_.*\\.(up|down)\\..*");

  @Override
  public String name() {
    return "golang-migrate";
  }

  @Override
  public ParsedSource read(List<SourceFile> all) {
    ParsedSource found = new ParsedSource();
    PopFiles pop = PopFiles.of(all);
    List<SourceFile> files = pop.chosen();
    pop.note().ifPresent(found::add);
    for (SourceFile file : files) {
      if (!file.isSql() && OTHER_ENDING.matcher(file.fileName()).matches()) {
        found.add(
            Note.todo(
                file.name(),
                "golang-migrate takes any ending, and Lockstep .sql alone, so it is left out",
                "Name it ….sql."));
      }
    }
    boolean byName = severalOfOneNumber(files);
    List<VersionedFile> migrations =
        VersionedFile.find(
            files,
            name -> parse(name, byName),
            "000003_what_it_does.up.sql",
            VersionedFile.BY_VERSION,
            byName || pop.isIt() ? GolangMigrateFormat::passedOver : VersionedFile::mistake,
            found);
    if (byName) {
      found.add(NumberedNames.severalOfOneNumber("golang-migrate itself refuses them."));
    }
    OwnTable own = byName ? OwnTable.MARAGUDK_MIGRATE : OwnTable.GOLANG_MIGRATE;
    Optional<VersionedFile> needing = own.neededBy(migrations);
    List<String> keys = new ArrayList<>(migrations.stream().map(f -> f.name().key()).toList());
    needing.ifPresent(file -> keys.add(0, own.key(migrations.get(0).name())));
    NumberedNames names = NumberedNames.of(byName ? keys : List.of());
    needing.ifPresent(
        file -> {
          Version version = names.version(keys.get(0)).orElse(OwnTable.BEFORE_ALL);
          if (byName || version.compareTo(migrations.get(0).version()) < 0) {
            found.add(own.made(file.up(), version, hasUndo(migrations)));
            found.add(own.note(file.up().name(), version));
          }
        });
    for (VersionedFile file : migrations) {
      found.add(
          new ForeignMigration(
                  file.up().name(),
                  names.version(file.name().key()).or(() -> Optional.of(file.version())),
                  pop.title(file.title()),
                  pop.title(file.title()),
                  pop.script(file.up()),
                  file.down()
                      .map(pop::script)) // an empty one is meant: nothing is to be taken back
              .undoneBy(file.down()));
    }
    return found;
  }

  /** maragudk/migrate takes back only what it has applied, and golang-migrate any version. */
  private static Note passedOver(SourceFile lonely, Version version) {
    return Note.fact(lonely.name(), VersionedFile.lonely(version) + ", so it is left out", "");
  }

  private static boolean hasUndo(List<VersionedFile> migrations) {
    return migrations.stream().anyMatch(migration -> migration.down().isPresent());
  }

  /** True if several have one number, written alike; 1 and 000001 are rather a mistake. */
  private static boolean severalOfOneNumber(List<SourceFile> files) {
    List<String> numbers =
        files.stream()
            .map(file -> NAME.matcher(file.fileName()))
            .filter(name -> name.matches() && name.group(3).equals("up"))
            .map(name -> name.group(1))
            .toList();
    long versions = numbers.stream().map(Version::parse).distinct().count();
    return versions < numbers.size() && versions == numbers.stream().distinct().count();
  }

  /** With the whole name as the key, two files may have one number. */
  private static Optional<VersionedFile.Name> parse(String fileName, boolean byName) {
    Matcher name = (byName ? NAME_BY_NAME : NAME).matcher(fileName);
    if (!name.matches()) {
      return Optional.empty();
    }
    boolean down = name.group(3).equals("down");
    String title = requireNonNullElse(name.group(2), "");
    return byName
        ? VersionedFile.Name.of(
            fileName.substring(0, name.start(3) - 1), name.group(1), title, down)
        : VersionedFile.Name.of(name.group(1), title, down);
  }
}
