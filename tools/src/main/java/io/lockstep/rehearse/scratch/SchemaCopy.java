package io.lockstep.rehearse.scratch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.schema.Relations;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a database's schema by PostgreSQL's own pg_dump and psql. Of the data it copies only the
 * records of applied migrations, so that a plan begins at the original's version.
 */
final class SchemaCopy {
  private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final List<String> OWN =
      List.of("lockstep.schema_history", "lockstep.applied", "lockstep.unfinished");

  private final Connector from;
  private final Connector to;
  private final Catalog catalog;

  SchemaCopy(Connector from, Connector to, Catalog catalog) {
    this.from = from;
    this.to = to;
    this.catalog = catalog;
  }

  /**
   * Copies.
   *
   * @param withRoles true if it must create the roles that grants and policies name
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the programs are missing, too old, or
   *     fail
   */
  void copy(boolean withRoles) {
    PostgresProgram dump = new PostgresProgram("pg_dump", from.settings());
    PostgresProgram psql = new PostgresProgram("psql", to.settings());
    List<String> tables;
    List<String> roles;
    try (Session session = from.open("lockstep rehearse")) {
      refuseOldDump(dump, session);
      tables = tables(session);
      roles = withRoles ? roles(session) : List.of();
    }
    try (Session session = to.open("lockstep rehearse")) {
      roles.forEach(role -> makeIfMissing(session, role));
    }
    Path file = temporaryFile();
    try {
      dump.run(List.of("--schema-only", "--no-owner", "--file", file.toString()));
      restore(psql, file);
      if (!tables.isEmpty()) {
        List<String> data = new ArrayList<>(List.of("--data-only", "--file", file.toString()));
        tables.forEach(table -> data.add("--table=" + table));
        dump.run(data);
        restore(psql, file);
      }
    } finally {
      delete(file);
    }
  }

  private static void restore(PostgresProgram psql, Path file) {
    psql.run(
        List.of(
            "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", file.toString()));
  }

  private void refuseOldDump(PostgresProgram dump, Session session) {
    int server = ServerVersion.major(session.jdbc());
    String version = dump.run(List.of("--version")).strip();
    Optional<Integer> major =
        Optional.of(MAJOR.matcher(version))
            .filter(Matcher::find)
            .map(m -> Integer.valueOf(m.group(1)));
    if (major.filter(m -> m >= server).isEmpty()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "rehearse --like-current",
          version + " is too old for the server, which is PostgreSQL " + server,
          "Put a pg_dump of version " + server + " or newer first in the PATH.");
    }
  }

  /** The tables as patterns of pg_dump, which takes quoted names literally. */
  private List<String> tables(Session session) {
    String schema = from.settings().schema();
    List<String> tables = new ArrayList<>();
    new SchemaHistoryReader(session.jdbc(), schema)
        .historyTables(catalog)
        .forEach(name -> tables.add(Identifier.quote(schema) + "." + Identifier.quote(name)));
    OWN.stream().filter(name -> Relations.exists(session.jdbc(), name)).forEach(tables::add);
    return tables;
  }

  private static List<String> roles(Session session) {
    return session
        .jdbc()
        .sql("select rolname from pg_catalog.pg_roles where not starts_with(rolname, 'pg_')")
        .query(String.class)
        .list();
  }

  private static void makeIfMissing(Session session, String role) {
    boolean missing =
        session
            .jdbc()
            .sql("select to_regrole(:role) is null")
            .param("role", Identifier.quote(role))
            .query(Boolean.class)
            .single();
    if (missing) {
      session.jdbc().sql("create role " + Identifier.quote(role)).update();
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("lockstep-rehearsal", ".sql");
    } catch (IOException e) {
      throw new LockstepException(
              ExitCode.REFUSED,
              "rehearse --like-current",
              "no temporary file can be written: " + e.getMessage(),
              "Free some space, or set another folder with JAVA_OPTS=-Djava.io.tmpdir=….")
          .causedBy(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
