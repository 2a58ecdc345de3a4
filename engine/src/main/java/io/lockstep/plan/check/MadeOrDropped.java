package io.lockstep.plan.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A relation that a script makes or drops, or a schema that it drops, by the script's words: also
 * those in a function's body, whose text is executed.
 *
 * @param drops true if it drops it
 * @param written the schema in front of the name
 * @param path the first schema of the search path that the script has set by then
 * @param name the relation; empty for the schema itself
 */
public record MadeOrDropped(
    boolean drops, Optional<String> written, Optional<String> path, Optional<String> name) {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\b(?<verb>create|drop)\\s+(?:unlogged\\s+|materialized\\s+|foreign\\s+|or\\s+replace\\s+)*(?:table|view|sequence)\\s+"
              + "(?:if\\s+(?:not\\s+)?exists\\s+)?(?<relations>[^;(]+)"
              + "|\\bdrop\\s+schema\\s+(?:if\\s+exists\\s+)?(?<schemas>[^;(]+)"
              + "|\\bset\\s+(?:session\\s+|local\\s+)?search_path\\s*(?:=|\\bto\\b)\\s*(?<path>[^;]+)"
              + "|\\bset_config\\s*\\(\\s*'search_path'\\s*,\\s*'(?<config>[^']*)'"
              + "|\\breset\\s+(?:search_path|all)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME =
      Pattern.compile(
          "(?:(\\w+|\"[^\"]+\")\\s*\\.\\s*)?(\\w+|\"[^\"]+\")", Pattern.UNICODE_CHARACTER_CLASS);

  /** The first schema of a search path, in quotes or not; not the user's own. */
  private static final Pattern FIRST =
      Pattern.compile("\\s*'?\\s*(?!default\\b)(\\w+|\"[^\"$]+\").*", Pattern.DOTALL);

  /** Those of a script, in its order. */
  public static List<MadeOrDropped> in(String script) {
    List<MadeOrDropped> all = new ArrayList<>();
    Optional<String> path = Optional.empty();
    Matcher statement = STATEMENT.matcher(script);
    while (statement.find()) {
      Optional<String> relations = Optional.ofNullable(statement.group("relations"));
      Optional<String> schemas = Optional.ofNullable(statement.group("schemas"));
      if (relations.isPresent()) {
        relations(statement.group("verb"), relations.get(), path).forEach(all::add);
      } else if (schemas.isPresent()) {
        NAME.matcher(schemas.get())
            .results()
            .map(name -> Optional.of(folded(name.group(2))))
            .map(schema -> new MadeOrDropped(true, schema, Optional.empty(), Optional.empty()))
            .forEach(all::add);
      } else {
        path =
            Optional.ofNullable(statement.group("path"))
                .or(() -> Optional.ofNullable(statement.group("config")))
                .flatMap(MadeOrDropped::first);
      }
    }
    return all;
  }

  /** A statement drops several, and makes one: behind its name are other words. */
  private static Stream<MadeOrDropped> relations(String verb, String text, Optional<String> path) {
    boolean drops = verb.equalsIgnoreCase("drop");
    Stream<MatchResult> names = NAME.matcher(text).results();
    return (drops ? names : names.limit(1))
        .map(
            name ->
                new MadeOrDropped(
                    drops,
                    Optional.ofNullable(name.group(1)).map(MadeOrDropped::folded),
                    path,
                    Optional.of(folded(name.group(2)))));
  }

  private static Optional<String> first(String path) {
    Matcher first = FIRST.matcher(path);
    return first.matches() ? Optional.of(folded(first.group(1))) : Optional.empty();
  }

  private static String folded(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name.toLowerCase(Locale.ROOT);
  }

  /** The schema that it is in, as far as the script says it. */
  public Optional<String> schema() {
    return written.or(() -> path);
  }
}
