package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Notes the points in which Liquibase would have treated a change set differently. */
final class ChangeSetAttributes {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{[^}\\s]+}");

  /** A body in dollar quotes with a comment in it, which the database stores as text. */
  private static final Pattern COMMENT_IN_BODY =
      Pattern.compile("(\\$\\w*\\$)(?:(?!\\1).)*?(--|/\\*).*?\\1", Pattern.DOTALL);

  private final ChangeSet set;
  private final ParsedSource found;

  ChangeSetAttributes(ChangeSet set, ParsedSource found) {
    this.set = set;
    this.found = found;
  }

  /** True if Liquibase leaves the change set out. */
  boolean isIgnored() {
    boolean ignored = set.says("ignore", "true");
    if (ignored) {
      fact("says ignore:true, so it is left out", "");
    }
    return ignored;
  }

  /** True if the change set is left out, because it is not for PostgreSQL. */
  boolean isForAnother() {
    Optional<String> databases = set.attribute("dbms");
    boolean another = databases.filter(names -> !isForPostgresql(names)).isPresent();
    if (another) {
      fact(
          "is for " + databases.orElseThrow().replaceAll("\\s*,\\s*", ", ") + ", so it is left out",
          "");
    }
    return another;
  }

  /** True if an attribute {@code dbms} has PostgreSQL among its databases. */
  static boolean isForPostgresql(String dbms) {
    List<String> databases = List.of(dbms.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
    return !databases.contains("!postgresql")
        && (databases.contains("postgresql")
            || databases.contains("all")
            || databases.stream().anyMatch(name -> name.startsWith("!")));
  }

  /** Notes the attributes in its line for which Lockstep has no equivalent. */
  void check() {
    List.of("context", "contextFilter", "labels").forEach(this::checkCondition);
    List.of("runOnChange", "runAlways").forEach(this::checkAgain);
    if (found.migrations().stream().anyMatch(other -> other.source().equals(set.source()))) {
      todo(
          "is there twice, which Liquibase refuses",
          "Give one of them another identifier, and import again.");
    }
    checkDelimiter("endDelimiter", "its statements");
    checkDelimiter("rollbackEndDelimiter", "the statements of its rollback");
    if (set.says("failOnError", "false")) {
      todo(
          "says failOnError:false, and with Lockstep it must not fail",
          "Have its statements look first (IF EXISTS, IF NOT EXISTS).");
    }
    if (PROPERTY.matcher(set.sql() + set.rollback().orElse("")).find()) {
      todo(
          "has ${…}, which Liquibase replaces and Lockstep leaves as it is",
          "If it is a property, write its value into the file.");
    }
    if (!set.says("stripComments", "false") && COMMENT_IN_BODY.matcher(set.sql()).find()) {
      fact(
          "has a comment in a body, which Liquibase strips and Lockstep keeps",
          "Of a function only this text differs.");
    }
  }

  private void checkCondition(String name) {
    set.attribute(name)
        .filter(value -> !value.isBlank())
        .ifPresent(
            value ->
                todo(
                    "runs only with " + name + " " + value + ", and with Lockstep always",
                    "If it is not for every database, move it to an app of its own."));
  }

  private void checkDelimiter(String name, String what) {
    set.attribute(name)
        .filter(delimiter -> !delimiter.equals(";"))
        .ifPresent(
            delimiter -> todo("ends " + what + " with " + delimiter, "End them with ; alone."));
  }

  private void checkAgain(String name) {
    if (set.says(name, "true")) {
      todo(
          "says " + name + ", and will be applied once",
          "To have it applied whenever it has changed, make an R__….sql of it.");
    }
  }

  private void todo(String why, String next) {
    found.add(Note.todo(set.source(), why, next));
  }

  private void fact(String why, String next) {
    found.add(Note.fact(set.source(), why, next));
  }
}
