package io.lockstep.jobs;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds a migration in its middle for as long as a test wants, however busy the machine is. */
final class Gate {
  /** What the migration runs. */
  static final String SCRIPT =
      """
      do $$ begin
        while not exists (select from outside.gate) loop perform pg_sleep(0.05); end loop;
      end $$;
      """;

  private final JdbcClient jdbc;

  Gate(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql("create schema outside").update();
    jdbc.sql("create table outside.gate ()").update();
  }

  /** Waits until a migration stands before it. */
  void awaitSomebody() {
    Sessions.await(
        jdbc, "query like '%from outside.gate%' and query like 'do %' and state = 'active'");
  }

  void open() {
    jdbc.sql("insert into outside.gate default values").update();
  }
}
