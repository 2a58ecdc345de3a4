package io.lockstep.fingerprint.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names objects of a database: a kind and a name, as {@code verify} prints them, in which {@code *}
 * stands for any characters and {@code ?} for one. A name without a schema belongs to the home
 * schema, in which the migrations run; {@code *.} before it means any schema, the home included.
 * {@code schema NAME} is a schema with all its objects, but never the home.
 */
public final class ObjectPattern {
  private static final String SCHEMA = "schema";
  private static final String EXTENSION = "extension";
  private static final List<String> ROUTINES =
      List.of("function", "procedure", "aggregate", "window function");
  static final List<String> WHOLE =
      Stream.concat(
              Stream.of(
                  "table",
                  "view",
                  "materialized view",
                  "foreign table",
                  "sequence",
                  "index",
                  "statistics",
                  "enum",
                  "domain",
                  "range",
                  "type"),
              ROUTINES.stream())
          .toList();
  private static final List<String> PARTS =
      List.of("column", "constraint", "trigger", "rule", "policy");
  private static final List<String> KINDS =
      Stream.of(List.of(SCHEMA, EXTENSION), WHOLE, PARTS).flatMap(List::stream).toList();
  private static final Pattern TEXT =
      Pattern.compile("(" + String.join("|", KINDS) + ")\\s+(\\S.*)", Pattern.DOTALL);
  private static final Pattern SEGMENT =
      Pattern.compile("(?:[^.\"(]|\"(?:[^\"]|\"\")*\"|\\([^)]*\\))+");

  /** The form of a pattern, for people. */
  public static final String RULE =
      "A pattern is a kind and a name, in which * stands for anything: table p_*, index other.t_*,"
          + " schema tenant_*; the kinds are "
          + String.join(", ", KINDS)
          + ".";

  private final String kind;
  private final List<Segment> segments;

  private ObjectPattern(String kind, List<Segment> segments) {
    this.kind = kind;
    this.segments = segments;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the error in the pattern
   */
  public static ObjectPattern parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it does not begin with a kind and a name");
    }
    String kind = matcher.group(1);
    List<Segment> segments = segments(matcher.group(2));
    int own = PARTS.contains(kind) ? 2 : 1;
    int most = kind.equals(SCHEMA) || kind.equals(EXTENSION) ? 1 : own + 1;
    if (segments.size() < own || segments.size() > most) {
      throw new IllegalArgumentException(
          "the name of a " + kind + " has " + (most == own ? own : own + " or " + most) + " parts");
    }
    return new ObjectPattern(kind, segments);
  }

  /** The schema of exactly this name, with all its objects. */
  public static ObjectPattern schema(String name) {
    return new ObjectPattern(SCHEMA, List.of(Segment.literal(name)));
  }

  /** The table of exactly this name, with all its parts. */
  public static ObjectPattern table(String schema, String name) {
    return new ObjectPattern("table", List.of(Segment.literal(schema), Segment.literal(name)));
  }

  private static List<Segment> segments(String name) {
    List<Segment> segments = new ArrayList<>();
    Matcher matcher = SEGMENT.matcher(name);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      segments.add(Segment.glob(matcher.group()));
      end = matcher.end();
      if (end < name.length() - 1 && name.charAt(end) == '.') {
        end++;
      }
    }
    if (end != name.length()) {
      throw new IllegalArgumentException("it has no good name: " + name);
    }
    return segments;
  }

  /** True if it names this schema as a whole. */
  boolean isOfSchema(String name) {
    return kind.equals(SCHEMA) && segments.get(0).matches(name);
  }

  /**
   * A regular expression for an object's key, or for the key of the whole to which it belongs.
   *
   * @param home the schema whose objects are named without it
   */
  String regex(String home) {
    if (kind.equals(SCHEMA)) {
      String schema = segments.get(0).regex();
      return "schema " + schema + "|(?:" + String.join("|", WHOLE) + ") " + schema + "\\..*";
    }
    String name = names(segments) + (ROUTINES.contains(kind) ? "(?:\\(.*)?" : "");
    String all = kind + " " + name;
    boolean qualified =
        !kind.equals(EXTENSION) && segments.size() == (PARTS.contains(kind) ? 3 : 2);
    if (qualified && segments.get(0).matches(home)) {
      List<Segment> own = segments.subList(1, segments.size());
      return all + "|" + kind + " " + names(own) + (ROUTINES.contains(kind) ? "(?:\\(.*)?" : "");
    }
    return all;
  }

  private static String names(List<Segment> segments) {
    return segments.stream().map(Segment::regex).collect(Collectors.joining("\\."));
  }

  /**
   * A part of a name between dots.
   *
   * @param plain matches the name as it is without quotes
   * @param quoted matches the name between quotes, which are doubled inside it
   * @param arguments a routine's, as a regular expression
   */
  private record Segment(String plain, String quoted, String arguments) {
    static Segment literal(String name) {
      return new Segment(Pattern.quote(name), Pattern.quote(name.replace("\"", "\"\"")), "");
    }

    static Segment glob(String text) {
      int parenthesis = text.startsWith("\"") ? -1 : text.indexOf('(');
      String arguments = parenthesis < 0 ? "" : regex(text.substring(parenthesis), ".");
      String name = parenthesis < 0 ? text : text.substring(0, parenthesis);
      boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
      if (!quoted && name.indexOf('"') >= 0) {
        throw new IllegalArgumentException("it has quotes inside a name: " + text);
      }
      String inside =
          quoted ? name.substring(1, name.length() - 1) : name.strip().toLowerCase(Locale.ROOT);
      return new Segment(
          regex(inside.replace("\"\"", "\""), "[^\".(]"),
          regex(inside, "(?:[^\"]|\"\")"),
          arguments);
    }

    private static String regex(String glob, String any) {
      return glob.codePoints()
          .mapToObj(Character::toString)
          .map(c -> c.equals("*") ? any + "*" : c.equals("?") ? any : Pattern.quote(c))
          .collect(Collectors.joining());
    }

    String regex() {
      return "(?:" + plain + "|\"" + quoted + "\")" + arguments;
    }

    boolean matches(String name) {
      return Pattern.compile(plain.replace("[^\".(]", "."), Pattern.DOTALL).matcher(name).matches();
    }
  }
}
