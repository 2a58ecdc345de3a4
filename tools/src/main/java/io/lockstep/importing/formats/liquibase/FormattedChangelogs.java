package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Changelogs that begin with {@code --liquibase formatted sql}, each with many change sets. The
 * order is that of {@code includeAll}: files by name, and change sets by their place in the file.
 */
public final class FormattedChangelogs {
  private static final Pattern HEAD =
      Pattern.compile("\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER_CHANGELOG = Pattern.compile(".*\\.(xml|ya?ml|json)");
  private static final Pattern INCLUDED =
      Pattern.compile("file[\"']?\\s*[:=]\\s*[\"']?([^\\s\"',}>]+\\.sql)");
  private static final Pattern CHANGE_SET = Pattern.compile("changeSet\\b");

  private FormattedChangelogs() {}

  /** Reads all of a folder. */
  public static ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    List<ChangeSet> changeSets = new ArrayList<>();
    for (SourceFile file : files) {
      if (file.isSql()) {
        changeSets.addAll(changeSets(file, found));
      } else if (OTHER_CHANGELOG.matcher(file.name()).matches()) {
        otherChangelog(file).ifPresent(found::add);
      }
    }
    changeSets.forEach(set -> set.addTo(found, ChangeSet::author));
    return found;
  }

  /** True if a file is a changelog of change sets, and not SQL alone. */
  static boolean isFormatted(String text) {
    return text.lines().anyMatch(line -> HEAD.matcher(line).matches());
  }

  private static List<ChangeSet> changeSets(SourceFile file, ParsedSource found) {
    String text = file.read();
    if (!isFormatted(text)) {
      found.add(
          Note.todo(
              file.name(),
              "has no \"--liquibase formatted sql\", so it is left out",
              "If a changelog names it (sqlFile, include), import with --from liquibase."));
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
}
