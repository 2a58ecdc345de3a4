package io.lockstep;

import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.run.Lockstep;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A new, empty database for one test, on one embedded PostgreSQL for all of them. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Queue<String> MADE = new ConcurrentLinkedQueue<>();

  private final String name;
  private final String schema;

  private TestDatabase(String name, String schema) {
    this.name = name;
    this.schema = schema;
  }

  /** The server, started by the first who asks and stopped at the end of the JVM. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        MemoryFolder.removeAbandoned();
        return EmbeddedPostgres.builder()
            .setPort(FreePort.find())
            .setDataDirectory(MemoryFolder.create())
            .setPGStartupWait(Duration.ofMinutes(1)) // a busy machine
            .setServerConfig("max_connections", "200")
            .setServerConfig("autovacuum", "off") // it would go through the databases all the time
            .setServerConfig("track_commit_timestamp", "on") // when a step was committed
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes a database. */
  public static TestDatabase create() {
    return create("public");
  }

  /** Makes a database whose migrations run in this schema. */
  public static TestDatabase create(String schema) {
    return create(schema, "template1");
  }

  /** Another database, just like this one; nobody may be connected to this. */
  public TestDatabase copy() {
    return create(schema, name);
  }

  private static TestDatabase create(String schema, String template) {
    String name = "test_" + COUNT.incrementAndGet();
    // By default each page would be written to the log, too.
    server()
        .sql("create database " + name + " template " + template + " strategy file_copy")
        .update();
    MADE.add(name);
    return new TestDatabase(name, schema);
  }

  /** Drops all that were made, whoever is still connected. */
  static void dropAll() {
    for (String name = MADE.poll(); name != null; name = MADE.poll()) {
      String drop = "drop database if exists " + name + " with (force)";
      try {
        server().sql(drop).update();
      } catch (DataAccessException e) {
        // PostgreSQL gives who is connected five seconds to end; a busy machine may need more.
        Patience.await().ignoreExceptions().until(() -> server().sql(drop).update() >= 0);
      }
    }
  }

  private static JdbcClient server() {
    return JdbcClient.create(Server.POSTGRES.getPostgresDatabase());
  }

  /** The port of the server. */
  public static int port() {
    return Server.POSTGRES.getPort();
  }

  /** The database's name. */
  public String name() {
    return name;
  }

  /** What a program needs to connect to it. */
  public Settings settings() {
    return new Settings("localhost", port(), name, "postgres", "postgres", Tls.DEFAULT, schema);
  }

  /** The same as another user; the server asks none for a password. */
  public Settings settings(String user) {
    Settings own = settings();
    return new Settings(
        own.host(), own.port(), own.database(), user, own.password(), own.tls(), own.schema());
  }

  /** Its JDBC URL, with user and password. */
  public String url() {
    return "jdbc:postgresql://localhost:%d/%s?user=postgres&password=postgres"
        .formatted(port(), name);
  }

  /** Runs SQL in it, each statement with a connection of its own. */
  public JdbcClient jdbc() {
    return JdbcClient.create(new DriverManagerDataSource(url()));
  }

  /** Leaves of Lockstep's own tables what its first version had. */
  public void withOldestTables() {
    for (String sql :
        List.of(
            "drop table lockstep.unfinished, lockstep.rollout_job, lockstep.fingerprint, lockstep.verification, lockstep.invalid_before, lockstep.step, lockstep.batch, lockstep.contract_wait, lockstep.fingerprint_part",
            "alter table lockstep.applied drop column contract",
            "alter table lockstep.run drop column held_back",
            "alter table lockstep.lease drop column work_pid, drop column work_start",
            "delete from lockstep.schema_history where version <> '1'")) {
      jdbc().sql(sql).update();
    }
  }

  /** How many sessions of this application_name are connected to it. */
  public int sessions(String application) {
    return jdbc()
        .sql(
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = :name")
        .param("name", application)
        .query(Integer.class)
        .single();
  }

  /** Opens a connection to it. */
  public Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    return source.getConnection();
  }

  /** Lockstep on it, with the migrations of this folder, as in a process that has just started. */
  public Lockstep lockstep(Path db) {
    return lockstep(db, new ProcessClock(() -> Duration.ZERO));
  }

  /** Lockstep on it, with the migrations of this folder. */
  public Lockstep lockstep(Path db, CancellableClock clock) {
    return new Lockstep(
        new Connector(settings(), clock, Duration.ofSeconds(10)), CatalogReader.read(db), clock);
  }

  /** The results of all runs, in the order in which they began. */
  public List<String> runResults() {
    return jdbc().sql("select result from lockstep.run order by id").query(String.class).list();
  }

  /** What its schema looks like; see {@link SchemaText}. */
  public String fingerprint() {
    return SchemaText.of(jdbc(), schema);
  }
}
