package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.SubFolder;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 2024-01-01-120000_title/up.sql} and {@code down.sql}; a {@code metadata.toml} beside them
 * may say that there is no transaction. The version is the text before the first underscore without
 * its hyphens, and versions are sorted as texts.
 */
record DieselFormat() implements SourceFormat {
  private static final Pattern IN_TRANSACTION =
      Pattern.compile("(?m)^\\s*[\"']?run_in_transaction[\"']?\\s*=\\s*(\\S+)");

  private static final OwnTableInFirst OWN_TABLE =
      new OwnTableInFirst(
          "__diesel_schema_migrations",
          """
          -- Diesel makes this table for itself, and a later migration uses it.
          create table if not exists __diesel_schema_migrations (
              version varchar(50) not null primary key,
              run_on timestamp not null default current_timestamp
          );

          """);

  @Override
  public String name() {
    return "diesel";
  }

  @Override
  public int depth() {
    return 2;
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    Map<String, SubFolder> byVersion = new TreeMap<>();
    for (SubFolder folder : SubFolder.of(files)) {
      check(folder, byVersion)
          .ifPresentOrElse(found::add, () -> byVersion.put(version(folder), folder));
    }
    boolean usesOwnTable = OWN_TABLE.isUsedBy(byVersion.values().stream().map(DieselFormat::up));
    byVersion.forEach(
        (version, folder) -> {
          boolean makesIt = usesOwnTable && found.migrations().isEmpty();
          String before = makesIt ? OWN_TABLE.madeBy(up(folder), found) : "";
          found.add(migration(version, folder, before, found));
        });
    return found;
  }

  private static SourceFile up(SubFolder folder) {
    return folder.file("up.sql").orElseThrow();
  }

  private static String version(SubFolder folder) {
    return folder.name().split("_", 2)[0].replace("-", "");
  }

  /** The reason why it is left out, if it is. */
  private static Optional<Note> check(SubFolder folder, Map<String, SubFolder> others) {
    SubFolder other = others.get(version(folder));
    if (folder.file("up.sql").isEmpty()) {
      return Optional.of(
          Note.leftOut(
              folder.name(),
              "has no up.sql, which diesel refuses",
              "Add it or delete the folder; or give the folder that is in it, if the migrations are there."));
    }
    if (folder.file("up.sql").filter(up -> up.read().isEmpty()).isPresent()) {
      return Optional.of(
          Note.leftOut(
              folder.name(),
              "has an empty up.sql, which diesel refuses",
              "Write a comment into it, or delete the folder."));
    }
    return other == null
        ? Optional.empty()
        : Optional.of(
            Note.leftOut(
                folder.name(),
                "has the version of " + other.name() + ", and diesel runs only one of the two",
                "Give one of them another version, and import again."));
  }

  private static ForeignMigration migration(
      String version, SubFolder folder, String before, ParsedSource found) {
    String title = folder.name().contains("_") ? folder.name().split("_", 2)[1] : "";
    boolean outside = folder.file("metadata.toml").filter(DieselFormat::isOutside).isPresent();
    return new ForeignMigration(
            up(folder).name(),
            Version.parse(version),
            title,
            version + "_" + title,
            new ForeignScript(before + up(folder).read(), outside),
            folder
                .file("down.sql")
                .map(down -> found.undo(down.name(), new ForeignScript(down.read(), outside))))
        .undoneBy(folder.file("down.sql"));
  }

  /** Without that line it is false, too, but not if the value is none of the two. */
  private static boolean isOutside(SourceFile metadata) {
    Matcher inTransaction = IN_TRANSACTION.matcher(metadata.read());
    return !inTransaction.find() || inTransaction.group(1).startsWith("false");
  }
}
