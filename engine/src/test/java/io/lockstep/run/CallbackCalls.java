package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An app with three tables, whose callbacks write down that they have run. */
abstract class CallbackCalls {
  @TempDir Path folder;

  final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void threeTables() {
    files().threeTables();
    database
        .jdbc()
        .sql("create schema seen create table call (id serial, what text, transaction bigint)")
        .update();
  }

  MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  void callbacks(String... names) {
    for (String name : names) {
      files().file("main/" + name + ".sql", call(name));
    }
  }

  static String call(String name) {
    return "insert into seen.call (what, transaction) values ('%s', txid_current());\n"
        .formatted(name);
  }

  List<String> steps(String target) {
    return database.lockstep(folder).migrate(targets(target)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  /** What has run since the last look. */
  List<String> calls() {
    return database
        .jdbc()
        .sql(
            "with gone as (delete from seen.call returning id, what) select what from gone order by id")
        .query(String.class)
        .list();
  }

  String refusal(String target) {
    return problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets(target)))
        .text();
  }
}
