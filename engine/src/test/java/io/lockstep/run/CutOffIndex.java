package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index, made without a transaction between two tables, whose run can be cut off in that very
 * step.
 */
abstract class CutOffIndex {
  /**
   * Takes the lease from the run and ends its sessions, its own last, for as long as outside.cut
   * has a row.
   */
  static final String CUT =
      """
      update lockstep.lease set token = 'another' from outside.cut;
      select pg_terminate_backend(pid) from pg_stat_activity, outside.cut
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'lockstep %';
      select pg_terminate_backend(pg_backend_pid()) from outside.cut;
      """;

  @TempDir Path folder;

  final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void anIndexBetweenTwoTables() {
    database.jdbc().sql("create schema outside").update();
    database.jdbc().sql("create table outside.cut ()").update();
    files()
        .file("main/V0001__t.sql", "create table t (v int);\ninsert into t values (1), (1);")
        .file("main/U0001__t.sql", "drop table t;")
        .file(
            "main/V0002__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently if not exists t_v_idx on t (v);\n"
                + CUT)
        .file(
            "main/U0002__i.sql",
            "-- lockstep: no-transaction\ndrop index concurrently if exists t_v_idx;\n" + CUT)
        .file("main/V0003__u.sql", "create table u (v int);")
        .file("main/U0003__u.sql", "drop table u;");
  }

  MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  RunReport migrate(String... targets) {
    return database.lockstep(folder).migrate(targets(targets));
  }

  RunReport migrate(PlanOptions options, String target) {
    return database.lockstep(folder).migrate(with(options, target));
  }

  /** A run that ends without a word in the step that cuts. */
  void dieOnTheWayTo(String target) {
    database.jdbc().sql("insert into outside.cut default values").update();
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> migrate(target));
    database.jdbc().sql("delete from outside.cut").update();
  }

  String refusal(String... targets) {
    String before = database.fingerprint();
    String text = problem(ExitCode.REFUSED, () -> migrate(targets)).text();
    assertThat(database.fingerprint()).as("nothing was touched").isEqualTo(before);
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).plan(List.of(targets), PlanOptions.STRICT))
                .text())
        .as("plan says the same")
        .isEqualTo(text);
    return text;
  }

  String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }

  List<String> marks() {
    return database
        .jdbc()
        .sql("select action || ' ' || version from lockstep.unfinished")
        .query(String.class)
        .list();
  }
}
