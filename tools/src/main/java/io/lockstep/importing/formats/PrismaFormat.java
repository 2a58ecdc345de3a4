package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.SubFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 20240101120000_title/migration.sql}, in the order of the folders' names, whatever these
 * are. Prisma has no way back; a {@code down.sql} in the folder is one that a team runs by hand.
 */
record PrismaFormat() implements SourceFormat {
  private static final Pattern PROVIDER = Pattern.compile("(?m)^provider *= *\"?([^\"\\r\\n]*)");

  @Override
  public String name() {
    return "prisma";
  }

  @Override
  public int depth() {
    return 2;
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    files.stream()
        .filter(file -> file.name().equals("migration_lock.toml"))
        .forEach(lock -> noteProvider(lock, found));
    List<SubFolder> migrations = new ArrayList<>();
    for (SubFolder folder : SubFolder.of(files)) {
      if (folder.file("migration.sql").isPresent()) {
        migrations.add(folder);
      } else {
        found.add(
            Note.leftOut(
                folder.name(),
                "has no migration.sql, which Prisma refuses",
                "Add it or delete the folder; or give the folder that is in it, if the migrations are there."));
      }
    }
    NumberedNames names = NumberedNames.of(migrations.stream().map(SubFolder::name).toList());
    for (SubFolder folder : migrations) {
      SourceFile up = folder.file("migration.sql").orElseThrow();
      found.add(
          new ForeignMigration(
              up.name(),
              names.version(folder.name()),
              names.title(folder.name()),
              folder.name(),
              ForeignScript.of(up.read()),
              folder
                  .file("down.sql")
                  .map(down -> found.undo(down.name(), ForeignScript.of(down.read())))));
    }
    return found;
  }

  private static void noteProvider(SourceFile lock, ParsedSource found) {
    Matcher provider = PROVIDER.matcher(lock.read());
    if (provider.find() && !provider.group(1).equals("postgresql")) {
      found.add(
          Note.todo(
              lock.name(),
              "its provider is " + provider.group(1) + ", and Lockstep runs the SQL of PostgreSQL",
              "Look at each migration, or give the folder of those for postgresql."));
    }
  }
}
