package io.lockstep.importing.formats;

import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of a Django app's migrations, and those of them that a new database gets. Django
 * identifies a migration by its name; its number means little, since two may have the same. If the
 * migrations themselves ({@code 0002_price.py}) are beside the output of sqlmigrate, their {@code
 * dependencies} and {@code replaces} count, else their names.
 */
final class DjangoGraph {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.+)");

  /** The name by {@code squashmigrations}: the first's if it began there, and the last's. */
  private static final Pattern SQUASHED = Pattern.compile("([0-9]+)_(?:.*_)?squashed_([0-9]+)_.+");

  private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");

  /** Its items are pairs, or calls with a name in brackets; it may be a tuple, and have a type. */
  private static final Pattern LIST =
      Pattern.compile(
          "^[ \\t]+(dependencies|replaces|run_before)\\s*(?::[^=\\n]*)?=\\s*[\\[(]((?:[^\\[\\]()]|\\([^()]*\\))*)[\\])]",
          Pattern.MULTILINE);

  private static final Pattern PAIR =
      Pattern.compile("\\(\\s*[\"'](\\w+)[\"']\\s*,\\s*[\"'](\\w+)[\"']\\s*,?\\s*\\)");

  private final Set<String> given;
  private final TreeSet<String> names = new TreeSet<>(byNumber()); // except those that are replaced
  private final Map<String, Set<String>> dependencies = new HashMap<>();
  private final Map<String, Set<String>> told = new HashMap<>(); // those that it replaces, in order
  private final Map<String, Set<String>> replaced = new LinkedHashMap<>();

  /**
   * @param names of the migrations that have SQL
   * @param programs the migrations that exist as Django runs them, by name
   */
  DjangoGraph(Set<String> names, Map<String, String> programs) {
    this.given = Set.copyOf(names);
    this.names.addAll(names);
    Map<String, List<Named>> lists = new TreeMap<>();
    programs.forEach((name, program) -> lists.put(name, Named.in(program)));
    Set<String> own = new HashSet<>(names);
    own.addAll(programs.keySet());
    Set<String> apps = labels(own, lists.values());
    lists.forEach((name, all) -> read(name, all, apps));
    Comparator<String> widest = Comparator.comparing(name -> -replaces(name).size());
    names.stream()
        .sorted(widest.thenComparing(byNumber()))
        .filter(name -> this.names.contains(name)) // not replaced itself
        .forEach(this::replace);
  }

  private static Comparator<String> byNumber() {
    return Comparator.comparing(DjangoGraph::number).thenComparing(Comparator.naturalOrder());
  }

  private static Version number(String name) {
    Matcher matcher = NAME.matcher(name);
    return Version.of(matcher.matches() ? matcher.group(1) : "0");
  }

  private void read(String name, List<Named> all, Set<String> apps) {
    all.stream()
        .filter(other -> apps.contains(other.app()) && !other.name().equals(name))
        .forEach(
            other -> {
              switch (other.list()) {
                case "replaces" -> add(told, name, other.name());
                case "run_before" -> add(dependencies, other.name(), name);
                default -> add(dependencies, name, other.name());
              }
            });
  }

  private static void add(Map<String, Set<String>> map, String name, String other) {
    map.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(other);
  }

  /** A migration that another names, in one of its lists. */
  private record Named(String list, String app, String name) {
    static List<Named> in(String program) {
      List<Named> all = new ArrayList<>();
      Matcher list = LIST.matcher(COMMENT.matcher(program).replaceAll(""));
      while (list.find()) {
        PAIR.matcher(list.group(2))
            .results()
            .forEach(pair -> all.add(new Named(list.group(1), pair.group(1), pair.group(2))));
      }
      return all;
    }
  }

  /** The label that this app has in the lists, under which most of its names are; or several. */
  private static Set<String> labels(Set<String> own, Collection<List<Named>> lists) {
    Map<String, Integer> counts = new TreeMap<>();
    lists.stream()
        .flatMap(List::stream)
        .filter(named -> own.contains(named.name()))
        .forEach(named -> counts.merge(named.app(), 1, Integer::sum));
    int most = counts.values().stream().max(Comparator.naturalOrder()).orElse(0);
    counts.values().removeIf(count -> count < most);
    return counts.keySet();
  }

  /** The migrations that a squashed one stands for, as far as they are there. */
  private Set<String> replaces(String name) {
    if (told.containsKey(name)) {
      Set<String> there = new TreeSet<>(byNumber());
      names.stream().filter(of(told, name)::contains).forEach(there::add);
      return there;
    }
    Matcher squashed = SQUASHED.matcher(name);
    Set<String> there = new TreeSet<>(byNumber());
    if (squashed.matches()) {
      Version first = Version.of(squashed.group(1));
      Version last = Version.of(squashed.group(2));
      names.stream()
          .filter(other -> !other.equals(name))
          .filter(other -> number(other).compareTo(first) >= 0)
          .filter(other -> number(other).compareTo(last) <= 0)
          .filter(other -> !isWider(other, last))
          .forEach(there::add);
    }
    return there;
  }

  private static boolean isWider(String other, Version last) {
    Matcher squashed = SQUASHED.matcher(other);
    return squashed.matches() && Version.of(squashed.group(2)).compareTo(last) > 0;
  }

  private void replace(String squashed) {
    Set<String> others = replaces(squashed);
    replaced.put(squashed, others);
    names.removeAll(others);
  }

  /** The migrations that are left out, by the one that stands for them. */
  Map<String, Set<String>> replaced() {
    Map<String, Set<String>> all = new TreeMap<>(byNumber());
    replaced.forEach(
        (name, others) -> {
          if (names.contains(name) && !others.isEmpty()) {
            all.put(name, others);
          }
        });
    return all;
  }

  /**
   * The migrations of a new database, each after those that it depends on, else by number and name.
   * In a cycle, which Django would refuse, the order is by name.
   */
  List<String> order() {
    List<String> order = new ArrayList<>();
    TreeSet<String> left = new TreeSet<>(names);
    while (!left.isEmpty()) {
      String next =
          left.stream()
              .filter(name -> needs(name).stream().noneMatch(left::contains))
              .findFirst()
              .orElse(left.first());
      order.add(next);
      left.remove(next);
    }
    return order;
  }

  private Set<String> needs(String name) {
    Set<String> needs = new HashSet<>();
    Set<String> own = new HashSet<>(of(replaced, name));
    own.add(name);
    for (String one : own) {
      for (String needed : of(dependencies, one)) {
        needs.add(standIn(needed));
      }
    }
    needs.remove(name);
    return needs;
  }

  private String standIn(String name) {
    return names.stream()
        .filter(squashed -> of(replaced, squashed).contains(name))
        .findFirst()
        .orElse(name);
  }

  /** True if neither the migration is there, nor one that stands for it or that it stands for. */
  boolean lacks(String name) {
    return !given.contains(name)
        && names.stream().noneMatch(other -> of(told, other).contains(name))
        && (of(told, name).isEmpty() || !given.containsAll(of(told, name)));
  }

  private static Set<String> of(Map<String, Set<String>> map, String name) {
    return map.getOrDefault(name, Set.of());
  }

  /** Its title with the last migration that it stands for, as in a name that Django gives. */
  String title(String name, String title) {
    Set<String> others = of(told, name);
    return others.isEmpty() || SQUASHED.matcher(name).matches()
        ? title
        : title + "_squashed_" + List.copyOf(others).get(others.size() - 1);
  }
}
