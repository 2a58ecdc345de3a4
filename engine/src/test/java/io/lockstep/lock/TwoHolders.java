package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.CancellableClock;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two processes that want the lock of one database, each with a session of its own. */
abstract class TwoHolders {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration PATIENCE = Duration.ofSeconds(20);
  final TestDatabase database = TestDatabase.create();
  final Holder first = Holder.thisProcess("first");
  final Holder second = Holder.thisProcess("second");
  Session firstSession;
  Session secondSession;

  @BeforeEach
  void connect() {
    firstSession = open(first);
    secondSession = open(second);
  }

  @AfterEach
  void disconnect() {
    firstSession.close();
    secondSession.close();
  }

  Session open(Holder holder) {
    return new Connector(database.settings(), new ProcessClock(), PATIENCE)
        .open(holder.sessionName());
  }

  HeldLock acquire(Session session, Holder holder, CancellableClock clock) {
    return new MigrationLock(session, holder, LEASE, clock).acquire(PATIENCE);
  }

  HeldLock acquire(Session session, Holder holder) {
    return acquire(session, holder, new ProcessClock());
  }

  /** Closes it, as when its process is killed, and waits until the server has noticed. */
  void kill(Session session) {
    int pid = session.pid();
    session.close();
    Patience.await()
        .until(
            () ->
                database
                    .jdbc()
                    .sql("select count(*) from pg_stat_activity where pid = :pid")
                    .param("pid", pid)
                    .query(Integer.class)
                    .single()
                    .equals(0));
  }

  void expireLease() {
    assertThat(
            database
                .jdbc()
                .sql("update lockstep.lease set lock_until = clock_timestamp() - interval '1 ms'")
                .update())
        .isOne();
  }

  String weakRole() {
    String weak = "weak_" + database.name();
    database.jdbc().sql("create role " + weak + " login").update();
    database.jdbc().sql("grant all on schema lockstep to " + weak).update();
    database.jdbc().sql("grant all on all tables in schema lockstep to " + weak).update();
    return weak;
  }

  Session openAs(String role) {
    return new Connector(database.settings(role), new ProcessClock(), PATIENCE).open(role);
  }
}
