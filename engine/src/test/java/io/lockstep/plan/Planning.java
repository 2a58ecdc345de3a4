package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Plans and refusals for the migrations of one folder. */
abstract class Planning {
  @TempDir Path folder;
  final TestDatabase database = TestDatabase.create();

  MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  void migrate(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  List<Plan> plan(String... targets) {
    return database.lockstep(folder).plan(List.of(targets), PlanOptions.STRICT);
  }

  String refusal(ExitCode exit, String... targets) {
    String before = database.fingerprint();
    String text = problem(exit, () -> database.lockstep(folder).migrate(targets(targets))).text();
    assertThat(database.fingerprint()).as("nothing was touched").isEqualTo(before);
    assertThat(problem(exit, () -> plan(targets)).text()).as("plan says the same").isEqualTo(text);
    return text;
  }

  static List<String> steps(Plan plan) {
    return plan.steps().stream().map(s -> s.action() + " " + s.script()).toList();
  }
}
