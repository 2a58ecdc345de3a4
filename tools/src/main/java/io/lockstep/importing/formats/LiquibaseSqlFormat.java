package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Changelogs that begin with {@code --liquibase formatted sql}, each with many change sets. The
 * order is that of {@code includeAll}: files by name, and change sets by their place in the file.
 */
record LiquibaseSqlFormat() implements SourceFormat {
  private static final Pattern HEAD =
      Pattern.compile("\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER_CHANGELOG = Pattern.compile(".*\\.(xml|ya?ml|json)");
  private static final Pattern INCLUDED =
      Pattern.compile("file[\"']?\\s*[:=]\\s*[\"']?([^\\s\"',}>]+\\.sql)");
  private static final Pattern CHANGE_SET = Pattern.compile("changeSet\\b");

  @Override
  public String name() {
    return "liquibase-sql";
  }

  @Override
  public int depth() {
    return Integer.MAX_VALUE;
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    List<ChangeSet> changeSets = new ArrayList<>();
    for (SourceFile file : files) {
      if (file.isSql()) {
        changeSets.addAll(changeSets(file, found));
      } else if (OTHER_CHANGELOG.matcher(file.name()).matches()) {
        otherChangelog(file).ifPresent(found::add);
      }
    }
    for (ChangeSet changeSet : changeSets) {
      ChangeSetAttributes attributes = new ChangeSetAttributes(changeSet, found);
      if (!attributes.isIgnored() && !attributes.isForAnother()) {
        attributes.check();
        found.add(migration(changeSet));
      }
    }
    return found;
  }

  private static List<ChangeSet> changeSets(SourceFile file, ParsedSource found) {
    String text = file.read();
    if (text.lines().noneMatch(line -> HEAD.matcher(line).matches())) {
      found.add(
          Note.todo(
              file.name(),
              "has no \"--liquibase formatted sql\", so it is left out",
              "If a changelog names it (sqlFile), make a migration of it."));
      return List.of();
    }
    return new ChangelogReader(file.name(), found).read(text);
  }

  private static Optional<Note> otherChangelog(SourceFile file) {
    String text = file.read();
    if (CHANGE_SET.matcher(text).find()) {
      return Optional.of(
          Note.todo(
              file.name(),
              "has change sets that are not SQL, which are left out",
              "Write them as migrations; liquibase update-sql shows what they do."));
    }
    List<String> included =
        INCLUDED.matcher(text).results().map(result -> result.group(1)).toList();
    if (!included.equals(included.stream().sorted().toList())) {
      return Optional.of(
          Note.todo(
              file.name(),
              "includes files in another order than that of their names, in which they are taken",
              "Rename them so that the order is the same, and import again."));
    }
    return text.contains("include")
        ? Optional.of(
            Note.fact(
                file.name(),
                "is not read: files are taken in the order of their names",
                "If it includes them in another order, rename them and import again."))
        : Optional.empty();
  }

  private static ForeignMigration migration(ChangeSet set) {
    Optional<Version> version = Version.parse(set.id());
    boolean noTransaction = set.says("runInTransaction", "false");
    return new ForeignMigration(
        set.source(),
        version,
        version.isPresent() ? set.author() : set.id(),
        version.isPresent() ? set.author() : set.id(),
        new ForeignScript(set.sql(), noTransaction),
        set.rollback().map(rollback -> new ForeignScript(rollback, noTransaction)));
  }
}
