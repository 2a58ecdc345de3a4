package io.lockstep.importing.formats.sqitch;

import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The changes of a {@code sqitch.plan}, in their order, which respects their dependencies: Sqitch
 * refuses a plan that doesn't (Plan.pm, check_changes).
 */
final class SqitchPlan {
  private static final Pattern LINE =
      Pattern.compile("\\s*([@%]|[+-]\\s*)?([^\\s@%+-]\\S*)(?:\\s+\\[([^]]*)])?(?:\\s.*)?");
  private static final Pattern OTHER_PROJECT = Pattern.compile("([^!\\s]\\S*):\\S+");

  private final String file;
  private final ParsedSource found;
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Change> newest = new HashMap<>();

  private SqitchPlan(String file, ParsedSource found) {
    this.file = file;
    this.found = found;
  }

  /**
   * A change.
   *
   * @param tags the tags after it, in their order
   * @param reworked the tags after it and before the change of the same name that replaces it; its
   *     scripts have one of them in their names
   */
  record Change(String name, List<String> tags, List<String> reworked) {
    /** The names that its scripts may have, without folder and ending. */
    List<String> scripts() {
      return reworked.isEmpty()
          ? List.of(name)
          : reworked.stream().map(tag -> name + "@" + tag).toList();
    }
  }

  static List<Change> read(String file, String text, ParsedSource found) {
    SqitchPlan plan = new SqitchPlan(file, found);
    text.lines().map(line -> line.replaceFirst("(^|\\s)#.*", "")).forEach(plan::readLine);
    return plan.changes;
  }

  private void readLine(String line) {
    Matcher matcher = LINE.matcher(line);
    if (line.isBlank() || !matcher.matches()) {
      return;
    }
    String mark = Optional.ofNullable(matcher.group(1)).orElse("");
    switch (mark) {
      case "%" -> {} // a pragma
      case "@" -> {
        if (!changes.isEmpty()) {
          changes.get(changes.size() - 1).tags().add(matcher.group(2));
        }
      }
      default -> add(matcher.group(2), Optional.ofNullable(matcher.group(3)).orElse(""));
    }
  }

  private void add(String name, String dependencies) {
    Change change = new Change(name, new ArrayList<>(), new ArrayList<>());
    Optional.ofNullable(newest.put(name, change)).ifPresent(this::rework);
    changes.add(change);
    for (String dependency : dependencies.split("\\s+", -1)) {
      if (OTHER_PROJECT.matcher(dependency).matches()) {
        found.add(
            Note.todo(
                file,
                name + " requires " + dependency + " of another project",
                "Write \"-- lockstep: requires APP VERSION\" on top of its V file, or leave it out if that app goes first."));
      }
    }
  }

  private void rework(Change earlier) {
    changes
        .subList(changes.indexOf(earlier), changes.size())
        .forEach(change -> earlier.reworked().addAll(change.tags()));
  }
}
