package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.targets.Version;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One of Liquibase's change sets.
 *
 * @param file the changelog that has it
 * @param attributes the attributes in its line, by name in small letters, with their quotes
 * @param sql the statements that apply it
 * @param rollback the statements that take it back, or a comment if the changelog says that nothing
 *     is needed
 */
record ChangeSet(
    String file,
    String id,
    String author,
    Map<String, String> attributes,
    String sql,
    Optional<String> rollback) {
  /** The author that Liquibase gives to a file of plain SQL. */
  static final String OF_FILE = "includeAll";

  /** Liquibase's own name for it. */
  String source() {
    return file + "::" + id + "::" + author;
  }

  ChangeSet withRollback(Optional<String> script) {
    return new ChangeSet(file, id, author, attributes, sql, script);
  }

  Optional<String> attribute(String name) {
    return raw(name).map(value -> value.replaceAll("^\"|\"$", ""));
  }

  /** Liquibase reads a value in quotes as neither true nor false. */
  boolean says(String name, String value) {
    return raw(name).map(raw -> raw.split("\\W", 2)[0]).filter(value::equalsIgnoreCase).isPresent();
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(attributes.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Adds the migration that it becomes, unless Liquibase leaves it out on PostgreSQL.
   *
   * @param numbered its name if its identifier is a number, and can't be the version
   */
  void addTo(ParsedSource found, Function<ChangeSet, String> numbered) {
    ChangeSetAttributes checked = new ChangeSetAttributes(this, found);
    if (checked.isIgnored() || checked.isForAnother()) {
      return;
    }
    checked.check();
    Optional<Version> version =
        Optional.of(id).filter(text -> !author.equals(OF_FILE)).flatMap(Version::parse);
    boolean noTransaction = says("runInTransaction", "false");
    found.add(
        new ForeignMigration(
            source(),
            version,
            version.isPresent() ? author : id,
            version.isPresent() ? numbered.apply(this) : id,
            new ForeignScript(sent(sql, ""), noTransaction),
            rollback.map(script -> new ForeignScript(sent(script, "rollback"), noTransaction))));
  }

  /**
   * A script as Liquibase sends it.
   *
   * @param of the first part of the names of attributes that are only for this script
   */
  private String sent(String script, String of) {
    String text = script.replace("\r", "");
    boolean isCutOtherwise =
        Stream.of("", of)
            .anyMatch(
                begin ->
                    says(begin + "splitStatements", "false")
                        || attribute(begin + "endDelimiter").isPresent());
    return isCutOtherwise ? text : EndDelimiter.replaced(text);
  }
}
