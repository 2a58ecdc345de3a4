package io.lockstep.jobs;

import static io.lockstep.Patience.await;

import io.lockstep.FreePort;
import io.lockstep.PgCtl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A primary and a streaming standby made from it. */
final class Replicas implements AutoCloseable {
  private final EmbeddedPostgres primary;
  private final PgCtl primaryCtl;
  private final PgCtl standbyCtl;
  private final int standbyPort;
  private boolean primaryIsDead;

  private Replicas(EmbeddedPostgres primary, PgCtl primaryCtl, PgCtl standbyCtl, int port) {
    this.primary = primary;
    this.primaryCtl = primaryCtl;
    this.standbyCtl = standbyCtl;
    this.standbyPort = port;
  }

  /** Starts both. */
  static Replicas start(Path folder) throws IOException, SQLException {
    Path data = folder.resolve("primary");
    Path copy = folder.resolve("standby");
    Files.createDirectory(data);
    EmbeddedPostgres primary =
        EmbeddedPostgres.builder()
            .setPort(FreePort.find())
            .setPGStartupWait(Duration.ofMinutes(1)) // a busy machine
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false) // it may be dead already
            // off by the library's default
            .setServerConfig("synchronous_commit", "on")
            .start();
    int port = FreePort.find();
    Replicas replicas = new Replicas(primary, new PgCtl(data), new PgCtl(copy), port);
    replicas.copy(data, copy);
    replicas.startStandby();
    return replicas;
  }

  /**
   * A base backup by the manual's "Making a Base Backup Using the Low Level API": pg_basebackup is
   * not among the embedded programs.
   */
  private void copy(Path data, Path copy) throws IOException, SQLException {
    try (Connection connection = primary.getPostgresDatabase().getConnection()) {
      JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      jdbc.sql("select pg_backup_start('copy', true)").query().singleRow();
      Shell.run("cp", "-a", data.toString(), copy.toString());
      Files.writeString(
          copy.resolve("backup_label"),
          jdbc.sql("select labelfile from pg_backup_stop(false)").query(String.class).single());
    }
    Files.delete(copy.resolve("postmaster.pid"));
    String options = Files.readString(copy.resolve("postmaster.opts"));
    Files.writeString(
        copy.resolve("postmaster.opts"),
        options
            .replace(data.toString(), copy.toString())
            .replace(String.valueOf(primary.getPort()), String.valueOf(standbyPort)));
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=%d user=postgres'%n".formatted(primary.getPort()),
        StandardOpenOption.APPEND,
        StandardOpenOption.CREATE);
  }

  /** From now on the primary answers a commit only when the standby has it. */
  void synchronous() {
    JdbcClient jdbc = JdbcClient.create(primary.getPostgresDatabase());
    jdbc.sql("alter system set synchronous_standby_names = '*'").update();
    jdbc.sql("select pg_reload_conf()").query().singleRow();
    await()
        .until(
            () ->
                jdbc.sql(
                        "select exists (select from pg_stat_replication where sync_state = 'sync')")
                    .query(Boolean.class)
                    .single());
  }

  /** Waits until the standby has all that the primary has. */
  void caughtUp() {
    JdbcClient jdbc = JdbcClient.create(primary.getPostgresDatabase());
    await()
        .until(
            () ->
                jdbc.sql(
                        "select exists (select from pg_stat_replication where replay_lsn >= pg_current_wal_lsn())")
                    .query(Boolean.class)
                    .single());
  }

  void startStandby() {
    standbyCtl.start();
  }

  void stopStandby() {
    standbyCtl.stop("fast");
  }

  void killPrimary() {
    primaryCtl.kill();
    primaryIsDead = true;
  }

  void promote() {
    standbyCtl.promote();
  }

  int primaryPort() {
    return primary.getPort();
  }

  int standbyPort() {
    return standbyPort;
  }

  JdbcClient primary() {
    return JdbcClient.create(primary.getPostgresDatabase());
  }

  JdbcClient standby() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(standbyPort)));
  }

  @Override
  public void close() throws IOException {
    standbyCtl.stop("immediate");
    if (!primaryIsDead) {
      primary.close();
    }
  }
}
