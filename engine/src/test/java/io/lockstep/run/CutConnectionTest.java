package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.network.Fault.Effect;
import io.lockstep.network.Message;
import io.lockstep.network.Network;
import io.lockstep.network.Wire;
import io.lockstep.run.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection is cut at each of a run's messages, on either of its two sessions, or both at
 * once: before the message, or after the server has carried it out and before its answer is there.
 * A sample of the moments, drawn by {@code -Dlockstep.seed=…}; {@code -Dlockstep.cuts=all} takes
 * them all.
 */
class CutConnectionTest {
  private static final String CUTS = System.getProperty("lockstep.cuts", "30");
  private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());
  private static final List<String> STEPS =
      List.of(
          "undo U0002__far.sql",
          "apply V0001__a.sql",
          "apply V0002__b.sql",
          "apply V0003__b_v_idx.sql");
  private static final String WITHOUT_TRANSACTION = "V0003__b_v_idx.sql";

  @TempDir private Path folder;
  private final TestDatabase prepared = TestDatabase.create();
  private int endedByItself;
  private int endedWithCode;

  /** A moment of a run. */
  private record Cut(int message, Effect effect, boolean both) {}

  /** What a run did under a cut. */
  private record Outcome(Optional<RunReport> report, Optional<ExitCode> exit) {}

  @BeforeEach
  void twoApps() {
    new MigrationFolder(folder)
        .file("far/V0001__far.sql", "create table far (id int);")
        .file("far/V0002__far.sql", "alter table far add v int;")
        .file("far/U0002__far.sql", logged("undo U0002__far.sql", "alter table far drop v;"))
        .file("main/V0001__a.sql", logged("apply V0001__a.sql", "create table a (id int);"))
        .file("main/V0002__b.sql", logged("apply V0002__b.sql", "create table b (v int);"))
        .file(
            "main/" + WITHOUT_TRANSACTION,
            logged(
                "apply " + WITHOUT_TRANSACTION,
                "-- lockstep: no-transaction\ndrop index concurrently if exists b_v_idx;\ncreate index concurrently b_v_idx on b (v);"));
    prepared.lockstep(folder).migrate(targets("far latest"));
    // no unique index: a step done twice shows
    prepared.jdbc().sql("create schema outside").update();
    prepared
        .jdbc()
        .sql("create table outside.log (at bigint generated always as identity, step text)")
        .update();
  }

  private static String logged(String step, String sql) {
    return sql + "\ninsert into outside.log (step) values ('" + step + "');\n";
  }

  @Test
  void wherever_the_connection_is_cut_each_step_is_done_once_and_reported_once()
      throws IOException {
    TestDatabase undisturbed = prepared.copy();
    List<Message> messages = messages(undisturbed);
    List<Cut> cuts = drawn(all(messages), messages);
    List<String> wrong = new ArrayList<>();
    for (Cut cut : cuts) {
      try {
        check(cut, undisturbed.fingerprint());
      } catch (AssertionError | RuntimeException e) {
        wrong.add(cut + " " + messages.get(cut.message()).text() + ": " + e);
        System.out.println("cuts: wrong: " + wrong.get(wrong.size() - 1));
      }
    }
    System.out.printf(
        "cuts: %d tried, of %d messages of a run; the run went on by itself: %d, ended with code 5 or 6 and the next run completed: %d, wrong: %d; seed %d%n",
        cuts.size(), messages.size(), endedByItself, endedWithCode, wrong.size(), SEED);
    assertThat(wrong).isEmpty();
  }

  /** Those of a run that nobody disturbs. */
  private List<Message> messages(TestDatabase database) throws IOException {
    List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    try (Network network =
        Network.to(
            TestDatabase.port(),
            (wire, message) -> {
              messages.add(message);
              return Effect.PASSES;
            })) {
      assertThat(steps(run(database, network))).isEqualTo(STEPS);
    }
    return messages;
  }

  private static List<Cut> all(List<Message> messages) {
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      for (boolean both : new boolean[] {false, true}) {
        cuts.add(new Cut(i, Effect.CUT_BEFORE, both));
        if (messages.get(i).isAnswered()) {
          cuts.add(new Cut(i, Effect.ANSWER_LOST, both));
        }
      }
    }
    return cuts;
  }

  /**
   * Always with those as the lease is taken, where ShedLock hides a first error behind a second.
   */
  private static List<Cut> drawn(List<Cut> cuts, List<Message> messages) {
    if (CUTS.equals("all")) {
      return cuts;
    }
    List<Cut> drawn =
        cuts.stream()
            .filter(c -> messages.get(c.message()).text().contains("INTO lockstep.lease"))
            .collect(Collectors.toCollection(ArrayList::new));
    assertThat(drawn).isNotEmpty();
    Collections.shuffle(cuts, new Random(SEED));
    drawn.addAll(cuts.subList(0, Integer.parseInt(CUTS)));
    return drawn;
  }

  private void check(Cut cut, String fingerprint) throws IOException {
    TestDatabase database = prepared.copy();
    Outcome outcome = disturbed(database, cut);
    if (outcome.report().isPresent()) {
      endedByItself++;
      assertThat(steps(outcome.report().get())).as("steps reported").isEqualTo(STEPS);
    } else {
      endedWithCode++;
      assertThat(outcome.exit().orElseThrow())
          .isIn(ExitCode.LOCK_NOT_OBTAINED, ExitCode.UNREACHABLE);
      database.lockstep(folder).migrate(targets("far 1", "main latest"));
    }
    assertThat(database.fingerprint()).isEqualTo(fingerprint);
    assertThat(done(database)).as("steps, by what they wrote").isEqualTo(STEPS);
    assertThat(history(database)).as("steps, by the history").containsExactlyElementsOf(STEPS);
    assertThat(kept(database)).as("steps, as kept with their runs").isEqualTo(STEPS);
    assertThat(database.lockstep(folder).migrate(targets("far 1", "main latest")).result())
        .hasToString("nothing to do");
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from lockstep.run where result = 'running'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  private Outcome disturbed(TestDatabase database, Cut cut) throws IOException {
    int[] count = {0};
    try (Network network =
        Network.to(
            TestDatabase.port(),
            (wire, message) -> {
              synchronized (count) {
                if (count[0]++ != cut.message()) {
                  return Effect.PASSES;
                }
              }
              cutOthers(wire, cut);
              return cut.effect();
            })) {
      return new Outcome(Optional.of(run(database, network)), Optional.empty());
    } catch (LockstepException problem) {
      return new Outcome(Optional.empty(), Optional.of(problem.exit()));
    }
  }

  private static void cutOthers(Wire wire, Cut cut) {
    if (cut.both()) {
      wire.network().wires().stream().filter(other -> other != wire).forEach(Wire::cut);
    }
  }

  private RunReport run(TestDatabase database, Network network) {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Connector connector =
        new Connector(network.through(database.settings()), clock, Duration.ofSeconds(10));
    return new Lockstep(connector, CatalogReader.read(folder), clock)
        .migrate(targets("far 1", "main latest"));
  }

  private static List<String> steps(RunReport report) {
    return report.steps().stream().map(step -> step.action() + " " + step.script()).toList();
  }

  private List<String> kept(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select action || ' ' || script from lockstep.step
             where result = 'done' and run > :prepared
             order by run, position
            """)
        .param(
            "prepared",
            prepared.jdbc().sql("select max(id) from lockstep.run").query(Long.class).single())
        .query(String.class)
        .list();
  }

  /** By the log that the scripts write; the step without a transaction may have begun again. */
  private static List<String> done(TestDatabase database) {
    List<String> done = new ArrayList<>();
    for (String step :
        database
            .jdbc()
            .sql("select step from outside.log order by at")
            .query(String.class)
            .list()) {
      boolean again = step.endsWith(WITHOUT_TRANSACTION) && done.contains(step);
      if (!again) {
        done.add(step);
      }
    }
    return done;
  }

  private static List<String> history(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select step from (
              select 1 as app, installed_rank, 'undo ' || script as step from far_schema_history where type = 'DELETE' and success
              union all
              select 2, installed_rank, 'apply ' || script from main_schema_history where type = 'SQL' and success) steps
             order by app, installed_rank
            """)
        .query(String.class)
        .list();
  }
}
