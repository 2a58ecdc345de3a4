package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code 20240101120000_title.sql}, or {@code 20240101120000_title.up.sql} and {@code
 * 20240101120000_title.down.sql}. A folder may have both kinds.
 */
record SqlxFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*?)(\\.up|\\.down)?\\.sql");

  private static final OwnTableInFirst OWN_TABLE =
      new OwnTableInFirst(
          "_sqlx_migrations",
          """
          -- sqlx makes this table for itself, and a later migration uses it.
          create table if not exists _sqlx_migrations (
              version bigint primary key,
              description text not null,
              installed_on timestamptz not null default now(),
              success boolean not null,
              checksum bytea not null,
              execution_time bigint not null
          );

          """);

  @Override
  public String name() {
    return "sqlx";
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    List<VersionedFile> migrations =
        VersionedFile.find(
            withoutLonelyDowns(files, found),
            SqlxFormat::parse,
            "20240101120000_what_it_does.sql",
            VersionedFile.BY_VERSION,
            found);
    boolean usesOwnTable = OWN_TABLE.isUsedBy(migrations.stream().map(VersionedFile::up));
    for (VersionedFile file : migrations) {
      boolean makesIt = usesOwnTable && found.migrations().isEmpty();
      String before = makesIt ? OWN_TABLE.madeBy(file.up(), found) : "";
      found.add(
          new ForeignMigration(
                  file.up().name(),
                  Optional.of(file.version()),
                  file.title(),
                  file.title(),
                  script(before, file.up()),
                  file.down().map(down -> found.undo(down.name(), script("", down))))
              .undoneBy(file.down()));
    }
    return found;
  }

  /** Without those that sqlx passes over: of versions that no file applies. */
  private static List<SourceFile> withoutLonelyDowns(List<SourceFile> files, ParsedSource found) {
    Set<String> applied =
        files.stream()
            .flatMap(file -> parse(file.fileName()).stream())
            .filter(name -> !name.down())
            .map(VersionedFile.Name::key)
            .collect(Collectors.toSet());
    Predicate<SourceFile> lonely =
        file ->
            parse(file.fileName())
                .filter(name -> name.down() && !applied.contains(name.key()))
                .isPresent();
    files.stream()
        .filter(lonely)
        .forEach(
            file ->
                found.add(
                    Note.fact(
                        file.name(),
                        "there is no file that applies its version, so it is left out, as by sqlx",
                        "")));
    return files.stream().filter(lonely.negate()).toList();
  }

  /** Only at the very beginning sqlx sees the mark. */
  private static ForeignScript script(String before, SourceFile file) {
    String sql = file.read();
    return new ForeignScript(before + sql, sql.startsWith("-- no-transaction"));
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), ".down".equals(name.group(3)))
        : Optional.empty();
  }
}
