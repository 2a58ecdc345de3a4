package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.ScriptName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a Django app's migrations among ours. Django identifies a migration by its name, and two
 * names may have the same number, so that a file's version differs from the number: then the file's
 * description has the number too. A squashed migration stands for others, whose rows stay in the
 * table, or are its only trace there.
 */
final class DjangoNames {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.+)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern NUMBERED = Pattern.compile("([0-9]+) .+");

  /**
   * In words; the second part is the last of the replaced, which is applied after the others, with
   * or without its title.
   */
  private static final Pattern SQUASHED =
      Pattern.compile("([0-9]+) (?:.* )?squashed (([0-9]+)(?: .+)?)");

  private final TreeMap<Version, Migration> left;
  private final Set<String> names;
  private final Set<Version> applied = new TreeSet<>(); // as Django writes them, if it has them

  private DjangoNames(App app, List<String> names) {
    this.left = new TreeMap<>(app.migrations());
    this.names = new LinkedHashSet<>(names);
  }

  /** The versions that these names, the app's in Django's table, stand for. */
  static ToolHistory.Versions of(App app, List<String> names) {
    return new DjangoNames(app, names).read(app, List.copyOf(names));
  }

  private ToolHistory.Versions read(App app, List<String> all) {
    match((name, migration) -> fullNames(migration).contains(words(name)));
    match((name, migration) -> isSquashed(migration, words(name)));
    Set<Version> found = new TreeSet<>(applied);
    app.migrations().forEach((version, migration) -> standIn(version, migration, all, found));
    for (String name : List.copyOf(names)) {
      standFor(name, app, found);
    }
    found.forEach(left::remove);
    left.values().removeIf(migration -> squashed(migration).isPresent());
    match((name, migration) -> title(name).equals(migration.description()));
    match((name, migration) -> number(name).equals(Optional.of(migration.version())));
    found.addAll(applied);
    return new ToolHistory.Versions(found, Optional.empty(), List.copyOf(names));
  }

  /** Matches the names and migrations that fit only each other. */
  private void match(BiPredicate<String, Migration> same) {
    Map<String, Version> pairs = new HashMap<>();
    for (String name : names) {
      List<Version> its = versions(name, same);
      if (its.size() == 1
          && names.stream().filter(other -> versions(other, same).equals(its)).count() == 1) {
        pairs.put(name, its.get(0));
      }
    }
    pairs.forEach(
        (name, version) -> {
          names.remove(name);
          left.remove(version);
          applied.add(number(name).filter(version::equals).orElse(version));
        });
  }

  private List<Version> versions(String name, BiPredicate<String, Migration> same) {
    List<Version> versions = new ArrayList<>();
    left.forEach(
        (version, migration) -> {
          if (same.test(name, migration)) {
            versions.add(version);
          }
        });
    return versions;
  }

  /** A squashed migration is applied at the place of the last one that it stands for. */
  private void standIn(Version version, Migration migration, List<String> all, Set<Version> found) {
    squashed(migration)
        .filter(
            squashed ->
                found.contains(version)
                    || all.stream().anyMatch(name -> isLast(words(name), squashed)))
        .ifPresent(
            squashed -> {
              found.add(version);
              names.removeIf(name -> isBetween(name, squashed));
            });
  }

  private static Optional<Matcher> squashed(Migration migration) {
    return fullNames(migration).stream()
        .map(SQUASHED::matcher)
        .filter(Matcher::matches)
        .findFirst();
  }

  /** True if the words are its own name, to which import has added the names it stands for. */
  private static boolean isSquashed(Migration migration, String words) {
    return fullNames(migration).stream().anyMatch(name -> name.startsWith(words + " squashed "));
  }

  private static boolean isLast(String words, Matcher squashed) {
    String last = canonical(squashed.group(2));
    return words.equals(last) || (NUMBER.matcher(last).matches() && words.startsWith(last + " "));
  }

  private static boolean isBetween(String name, Matcher squashed) {
    return number(name)
        .filter(number -> number.compareTo(Version.of(squashed.group(1))) >= 0)
        .filter(number -> number.compareTo(Version.of(squashed.group(3))) <= 0)
        .isPresent();
  }

  /** A squashed migration's row stands for all migrations that it has replaced. */
  private void standFor(String name, App app, Set<Version> found) {
    Matcher squashed = SQUASHED.matcher(words(name));
    if (!squashed.matches()) {
      return;
    }
    for (Migration last : app.migrations().values()) {
      if (fullNames(last).stream().anyMatch(full -> isLast(full, squashed))) {
        names.remove(name);
        app.migrations().headMap(last.version(), true).values().stream()
            .filter(migration -> isFrom(migration, Version.of(squashed.group(1))))
            .forEach(migration -> found.add(migration.version()));
      }
    }
  }

  private static boolean isFrom(Migration migration, Version first) {
    Matcher name = NUMBERED.matcher(fullNames(migration).get(0));
    return name.matches() && Version.of(name.group(1)).compareTo(first) >= 0;
  }

  /**
   * Number and words, as Django has them: the description if it begins with the number, since the
   * version is another then; or the version's number and the description.
   */
  private static List<String> fullNames(Migration migration) {
    String description = migration.description();
    String withVersion =
        migration.version().toString().replaceFirst("[.].*", "") + " " + description;
    return NUMBERED.matcher(description).matches()
        ? List.of(canonical(description), canonical(withVersion))
        : List.of(canonical(withVersion));
  }

  /** Removes the leading zeros of the number. */
  private static String canonical(String words) {
    return words.replaceFirst("^0+(?=[0-9])", "");
  }

  private static String title(String name) {
    Matcher matcher = NAME.matcher(name);
    return inWords(matcher.matches() ? matcher.group(2) : name);
  }

  private static Optional<Version> number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Version.parse(matcher.group(1)) : Version.parse(name);
  }

  private static String words(String name) {
    return canonical(inWords(name));
  }

  /** The name in the form that import gives to a file's name. */
  private static String inWords(String name) {
    return ScriptName.title(name).orElse(name).replace('_', ' ');
  }
}
