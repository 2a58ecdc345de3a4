package io.lockstep.catalog;

import io.lockstep.catalog.callback.CallbackName;
import io.lockstep.targets.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a file's name, in Flyway's form ({@code V1__a.sql}, {@code U1__a.sql}, {@code
 * R__a.sql}, {@code B1__a.sql}, {@code afterMigrate.sql}) or in golang-migrate's ({@code
 * 000001_a.up.sql}, {@code 000001_a.down.sql}).
 */
public sealed interface ScriptName {
  /** It applies this version; the description is in words. */
  record Apply(Version version, String description) implements ScriptName {}

  /** It takes this version back. */
  record Undo(Version version) implements ScriptName {}

  /** It brings an empty database to this version, in place of all up to it. */
  record Baseline(Version version, String description) implements ScriptName {}

  /** It is applied again whenever it has changed. */
  record Repeat(String description) implements ScriptName {}

  /** It runs at a certain moment of a run. */
  record Call(CallbackName name) implements ScriptName {}

  /** The rule, as a sentence for error messages. */
  String RULE =
      "Name it V0003__what_it_does.sql, U0003__what_it_does.sql (undo) or R__what_it_does.sql (repeatable);"
          + " or as golang-migrate does, 000003_what_it_does.up.sql and 000003_what_it_does.down.sql.";

  /** Reads a file's name, without folders; empty if it has neither form. */
  static Optional<ScriptName> parse(String fileName) {
    int versionEnd = fileName.indexOf("__");
    if (isOfFlyway(fileName, versionEnd)) {
      String description = words(fileName.substring(versionEnd + 2, fileName.length() - 4));
      return Version.parse(fileName.substring(1, versionEnd))
          .map(
              version ->
                  switch (fileName.charAt(0)) {
                    case 'U' -> new Undo(version);
                    case 'B' -> new Baseline(version, description);
                    default -> new Apply(version, description);
                  });
    }
    Matcher golang = Patterns.GOLANG_MIGRATE.matcher(fileName);
    if (golang.matches()) {
      String description = words(golang.group(2));
      return Version.parse(golang.group(1))
          .map(
              version ->
                  golang.group(3).equals("down")
                      ? new Undo(version)
                      : new Apply(version, description));
    }
    Matcher repeatable = Patterns.REPEATABLE.matcher(fileName);
    return repeatable.matches()
        ? Optional.of(new Repeat(words(repeatable.group(1))))
        : CallbackName.parse(fileName).map(Call::new);
  }

  /**
   * True for V, U or B, a version, two underscores, a description in one line and {@code .sql}. It
   * is looked at by hand, since a folder may have a hundred thousand files.
   *
   * @param versionEnd the place of the first two underscores, negative if there are none
   */
  private static boolean isOfFlyway(String fileName, int versionEnd) {
    if (versionEnd < 2
        || "VUB".indexOf(fileName.charAt(0)) < 0
        || !isDigit(fileName.charAt(1))
        || !fileName.endsWith(".sql")
        || fileName.length() - 4 <= versionEnd + 2) {
      return false;
    }
    for (int i = 2; i < versionEnd; i++) {
      char c = fileName.charAt(i);
      if (!isDigit(c) && c != '.' && c != '_') {
        return false;
      }
    }
    for (int i = versionEnd; i < fileName.length(); i++) {
      if (Patterns.LINE_ENDS.indexOf(fileName.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String words(String description) {
    return description.replace('_', ' ');
  }

  /** The undo script's name for a migration with this file name, in the same form. */
  static String undoOf(String fileName) {
    return Patterns.GOLANG_MIGRATE.matcher(fileName).matches()
        ? fileName.replaceFirst("\\.up\\.sql$", ".down.sql")
        : "U" + fileName.substring(1);
  }

  /**
   * Turns words into a part of a file's name, like {@code add_suggested_answer}; empty if they have
   * neither an ASCII letter nor a digit.
   */
  static Optional<String> title(String words) {
    String title = words.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^_+|_+$", "");
    return title.matches(".*[A-Za-z0-9].*")
        ? Optional.of(title.substring(0, Math.min(title.length(), Patterns.MAX_TITLE)))
        : Optional.empty();
  }

  /** The patterns of both forms. */
  final class Patterns {
    private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";
    private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");
    private static final Pattern GOLANG_MIGRATE =
        Pattern.compile("([0-9]+)_(.+)\\.(up|down)\\.sql");

    private static final int MAX_TITLE =
        150; // a file's name may have 255 bytes, Flyway's description 200

    private Patterns() {}
  }
}
