package io.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.run.report.RunReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that is cut off in a callback: what is due is done by the next, or by itself. */
class CutOffCallbackTest extends CutOffIndex {
  @BeforeEach
  void aTableThatIsNotOfTheSchema() {
    files().without("main/V0002__i.sql").without("main/U0002__i.sql");
    database.jdbc().sql("create table outside.call (id serial, what text)").update();
  }

  private List<String> calls() {
    return database
        .jdbc()
        .sql("select what from outside.call order by id")
        .query(String.class)
        .list();
  }

  private void callback(String name, String first) {
    files()
        .file(
            "main/" + name + ".sql",
            first + "insert into outside.call (what) values ('" + name + "');");
  }

  @Test
  void the_next_run_does_what_a_run_that_was_killed_in_a_callback_owes() {
    callback("afterMigrateApplied", "-- lockstep: no-transaction\n" + CUT);
    callback("afterMigrate", "");
    dieOnTheWayTo("main latest");
    assertThat(current()).isEqualTo("0003");
    assertThat(calls()).isEmpty();
    migrate("main latest");
    assertThat(calls()).containsExactly("afterMigrateApplied", "afterMigrate");
    migrate("main latest");
    assertThat(calls()).containsExactly("afterMigrateApplied", "afterMigrate", "afterMigrate");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
  }

  @Test
  void a_run_that_loses_its_connection_in_a_callback_goes_on_with_it() {
    database.jdbc().sql("create sequence outside.tries").update();
    callback(
        "afterMigrateApplied",
        "select pg_terminate_backend(pg_backend_pid()) where nextval('outside.tries') = 1;\n");
    callback("afterMigrate", "");
    RunReport report = migrate("main latest");
    assertThat(report.steps())
        .extracting(step -> step.action() + " " + step.script())
        .containsExactly(
            "apply V0001__t.sql",
            "apply V0003__u.sql",
            "call afterMigrateApplied.sql",
            "call afterMigrate.sql");
    assertThat(calls()).containsExactly("afterMigrateApplied", "afterMigrate");
  }
}
