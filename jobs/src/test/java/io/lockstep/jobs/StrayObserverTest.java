package io.lockstep.jobs;

import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who counts strays must see one. */
class StrayObserverTest {
  private static final String MIGRATION = "select " + MarkedSet.MARK + " pg_sleep(60)";

  private final TestDatabase database = TestDatabase.create();
  private final StrayObserver observer = new StrayObserver(database);
  private Connection session;
  private int pid;

  @BeforeEach
  void aSessionAtWork() throws SQLException {
    run("create schema lockstep");
    session = database.connect();
    try (Statement statement = session.createStatement()) {
      var row = statement.executeQuery("select pg_backend_pid()");
      row.next();
      pid = row.getInt(1);
    }
  }

  @AfterEach
  void end() throws SQLException {
    session.abort(Runnable::run);
    observer.close();
  }

  @Test
  void a_session_that_the_row_names_is_no_stray() {
    leaseNames(pid);
    work();
    awaitLooks(20);
    assertThat(observer.strays()).isEmpty();
  }

  @Test
  void a_session_that_works_on_once_the_row_names_another_is_a_stray() {
    leaseNames(pid);
    work();
    awaitLooks(5);
    run("update lockstep.lease set token = 'heir', work_pid = 1");
    awaitStray("session %d of first works".formatted(pid), "of heir on 1");
  }

  @Test
  void a_session_whose_row_names_none_belongs_to_who_had_the_lease_when_it_began() {
    leaseNames(0);
    run("alter table lockstep.lease drop column work_pid, drop column work_start");
    work();
    awaitLooks(5);
    run("update lockstep.lease set token = 'heir'");
    awaitStray("session %d of first works".formatted(pid), "of heir");
  }

  @Test
  void a_session_that_works_while_nobody_has_the_lease_is_a_stray() {
    leaseNames(pid);
    run("delete from lockstep.lease");
    work();
    awaitStray("session %d".formatted(pid), "nobody's");
  }

  private void leaseNames(int worker) {
    run("create table lockstep.lease (token text, work_pid integer, work_start timestamptz)");
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.lease
            select 'first', :worker, (select backend_start from pg_stat_activity where pid = :pid)
            """)
        .param("worker", worker)
        .param("pid", pid)
        .update();
  }

  private void work() {
    Thread thread =
        new Thread(
            () -> {
              try (Statement statement = session.createStatement()) {
                statement.execute(MIGRATION);
              } catch (SQLException e) {
                // the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> isAtWork());
  }

  private boolean isAtWork() {
    return database
        .jdbc()
        .sql("select wait_event = 'PgSleep' from pg_stat_activity where pid = :pid")
        .param("pid", pid)
        .query((rs, i) -> rs.getBoolean(1))
        .single();
  }

  private void awaitLooks(int more) {
    long before = observer.looks();
    await().until(() -> observer.looks() >= before + more);
  }

  private void awaitStray(String... words) {
    await().until(() -> !observer.strays().isEmpty());
    assertThat(observer.strays()).singleElement().asString().contains(words);
  }

  private void run(String sql) {
    database.jdbc().sql(sql).update();
  }
}
