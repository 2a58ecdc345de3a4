package io.lockstep.importing.formats.liquibase;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A changelog that no other includes, and all that it reaches, in Liquibase's order. Without one,
 * all SQL files as {@code includeAll} takes them. A file of plain SQL is one change set.
 */
public final class MasterChangelog {
  private static final Pattern MASTER =
      Pattern.compile(".*(master|root)[^/]*", Pattern.CASE_INSENSITIVE);

  private static final List<String> SELECTIONS =
      List.of("filter", "resourceComparator", "minDepth", "maxDepth", "endsWithFilter");

  private final ChangelogFiles files;
  private final Map<String, ChangelogNode> changelogs;
  private final ParsedSource found = new ParsedSource();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> ignored = new HashSet<>();

  private MasterChangelog(List<SourceFile> all, Map<String, ChangelogNode> changelogs) {
    this.files = new ChangelogFiles(all);
    this.changelogs = changelogs;
  }

  /** Reads a folder. */
  public static ParsedSource read(List<SourceFile> files) {
    Map<String, ChangelogNode> changelogs = new LinkedHashMap<>();
    files.forEach(
        file -> ChangelogNode.read(file).ifPresent(node -> changelogs.put(file.name(), node)));
    if (changelogs.isEmpty() && UpdateSql.isIn(files)) {
      return UpdateSql.read(files);
    }
    MasterChangelog master = new MasterChangelog(files, changelogs);
    if (changelogs.isEmpty()) {
      files.stream().filter(SourceFile::isSql).forEach(master::follow);
    } else {
      master.follow(master.root(files));
      master.noteUnreached(files);
    }
    return master.found;
  }

  private SourceFile root(List<SourceFile> all) {
    Set<String> included = new HashSet<>();
    List<SourceFile> written =
        all.stream().filter(file -> changelogs.containsKey(file.name())).toList();
    for (SourceFile file : written) {
      flat(node(file)).stream()
          .flatMap(child -> named(child, file).stream())
          .filter(other -> !other.equals(file))
          .forEach(other -> included.add(other.name()));
    }
    List<SourceFile> roots =
        written.stream().filter(file -> !included.contains(file.name())).toList();
    List<SourceFile> masters =
        roots.stream().filter(file -> MASTER.matcher(file.fileName()).matches()).toList();
    List<SourceFile> chosen = roots.size() == 1 ? roots : masters;
    if (chosen.size() != 1) {
      throw new LockstepException(
          ExitCode.USAGE,
          "importing changelogs",
          roots.isEmpty()
              ? "each changelog is included by another"
              : "several changelogs are included by no other: "
                  + String.join(", ", roots.stream().map(SourceFile::name).toList()),
          "Give the folder of one, or give one a name with \"master\". Nothing was written.");
    }
    return chosen.get(0);
  }

  private ChangelogNode node(SourceFile file) {
    return Optional.ofNullable(changelogs.get(file.name())).orElseThrow();
  }

  private void follow(SourceFile file) {
    if (!seen.add(file.name())) {
      return; // it is applied once, where it is named first
    }
    if (file.isSql()) {
      changeSets(file).forEach(this::add);
    } else if (changelogs.containsKey(file.name())) {
      noteConditions(node(file), file, "is applied");
      flat(node(file)).forEach(child -> follow(child, file));
    } else if (!file.fileName().toLowerCase(Locale.ROOT).matches(".*\\.(md|txt|csv|properties)")) {
      found.add(
          Note.leftOut(
              file.name(),
              "is a changelog that is neither XML, YAML, JSON nor SQL",
              "Write in SQL what it does."));
    }
  }

  /** Its elements, and in place of each modifyChangeSets those in it, which it applies as well. */
  private static List<ChangelogNode> flat(ChangelogNode changelog) {
    return changelog.children().stream()
        .flatMap(
            child ->
                child.name().equals("modifyChangeSets") ? flat(child).stream() : Stream.of(child))
        .toList();
  }

  private void follow(ChangelogNode child, SourceFile file) {
    switch (child.name()) {
      case "include", "includeAll" -> include(child, file);
      case "changeSet" -> add(new ChangeSetReader(files, found, file, child).read());
      case "preConditions" -> {
        if (child.children().stream().anyMatch(condition -> !condition.name().equals("dbms"))) {
          found.add(
              Note.todo(
                  file.name(),
                  "has preConditions, which are left out",
                  "Make sure that they hold."));
        }
      }
      default -> {} // a property is noted where it is used
    }
  }

  private void include(ChangelogNode child, SourceFile file) {
    List<SourceFile> named = named(child, file);
    String what = child.name() + " " + path(child);
    if (child.says("ignore")) {
      found.add(Note.fact(file.name(), "says " + what + " with ignore, so it is left out", ""));
      named.forEach(other -> ignored.add(other.name()));
      return;
    }
    if (named.isEmpty()) {
      found.add(
          Note.leftOut(
              file.name(),
              "says " + what + ", which is not in the folder",
              "Give a folder that has it, too, and import again."));
    }
    SELECTIONS.stream()
        .filter(child.attributes()::containsKey)
        .forEach(
            attribute ->
                found.add(
                    Note.todo(
                        file.name(),
                        "says " + what + " with " + attribute + ", which is not read",
                        "Name the files with include, and import again.")));
    noteConditions(child, file, "says " + what);
    named.forEach(this::follow);
  }

  private void noteConditions(ChangelogNode node, SourceFile file, String says) {
    for (String condition : List.of("context", "contextFilter", "labels")) {
      node.attribute(condition)
          .ifPresent(
              value ->
                  found.add(
                      Note.todo(
                          file.name(),
                          says
                              + " only with "
                              + condition
                              + " "
                              + value
                              + ", and with Lockstep always",
                          "If it is not for every database, move it to an app of its own.")));
    }
  }

  private List<SourceFile> named(ChangelogNode child, SourceFile file) {
    boolean relative = child.says("relativeToChangelogFile");
    return switch (child.name()) {
      case "include" -> files.file(path(child), relative, file).stream().toList();
      case "includeAll" ->
          files.folder(path(child), relative, file).stream()
              .filter(other -> other.isSql() || changelogs.containsKey(other.name()))
              .toList();
      default -> List.of();
    };
  }

  private static String path(ChangelogNode include) {
    return include.attribute("file").or(() -> include.attribute("path")).orElse(include.text());
  }

  private void add(ChangeSet set) {
    set.addTo(found, numbered -> numbered.id() + "_" + numbered.author());
  }

  private List<ChangeSet> changeSets(SourceFile file) {
    String text = file.read();
    return FormattedChangelogs.isFormatted(text)
        ? new ChangelogReader(file.name(), found).read(text)
        : List.of(
            new ChangeSet(
                file.name(),
                file.fileName().replaceFirst("(?i)\\.sql$", ""),
                ChangeSet.OF_FILE,
                Map.of("stripcomments", "false"),
                text,
                Optional.empty()));
  }

  private void noteUnreached(List<SourceFile> all) {
    List<String> others = new ArrayList<>();
    all.stream()
        .filter(file -> file.isSql() || changelogs.containsKey(file.name()))
        .filter(file -> !seen.contains(file.name()) && !ignored.contains(file.name()))
        .filter(file -> !files.isOfChangeSet(file))
        .forEach(file -> others.add(file.name()));
    if (!others.isEmpty()) {
      found.add(
          Note.fact(Abridged.names(others), "no changelog includes it, so it is left out", ""));
    }
  }
}
