package io.lockstep.jobs;

import io.lockstep.TestDatabase;
import java.sql.SQLException;
import java.util.Random;

/** Disturbs processes on one database, and after a while on another. */
final class Lane {
  private static final int FAULTS_PER_DATABASE = 50;

  private final Mixture mixture;
  private final int faults;
  private final long seed;
  private final Random random;
  private final Tally tally;

  /**
   * @param faults how many
   */
  Lane(Mixture mixture, int faults, long seed, Tally tally) {
    this.mixture = mixture;
    this.faults = faults;
    this.seed = seed;
    this.random = new Random(seed);
    this.tally = tally;
  }

  void run() throws SQLException {
    for (int done = 0; done < faults; ) {
      done += onOneDatabase(done, Math.min(FAULTS_PER_DATABASE, faults - done));
    }
  }

  private int onOneDatabase(int before, int number) throws SQLException {
    TestDatabase database = TestDatabase.create();
    int done = 0;
    try (Referee referee = new Referee(database)) {
      Ledger ledger = new Ledger(referee.jdbc());
      StrayObserver observer = new StrayObserver(database);
      try (Competitors competitors = new Competitors(database, mixture, random, tally)) {
        Faults one = new Faults(mixture, random, competitors, referee, ledger, tally);
        while (done < number) {
          if (one.next()) {
            done++;
          }
        }
        competitors.finish();
        ledger.assertOnlyHoldersWorked();
      } catch (AssertionError | RuntimeException e) {
        done++;
        tally.lost("after fault %d (seed %d): %s".formatted(before + done, seed, e));
      } finally {
        observer.close();
        tally.strays(observer.strays());
      }
    }
    return done;
  }
}
