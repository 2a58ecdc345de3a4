package io.lockstep.rehearse;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.adopt.Adopting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What migrations need is made by somebody else. */
class PreparationTest {
  private static final List<String> OUTSIDE =
      List.of(
          "create schema auth",
          "create table auth.users (id int primary key)",
          "create table public.others ()");

  private static final String SCRIPT =
      String.join(";\n", OUTSIDE) + ";\ncopy auth.users from stdin;\n1\n\\.\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  @TempDir private Path elsewhere;

  @BeforeEach
  void migrations() {
    new MigrationFolder(db)
        .file("main/V1__a.sql", "create table a (id int references auth.users);")
        .file("main/U1__a.sql", "drop table a;");
  }

  private Path script(String sql) throws IOException {
    return Files.writeString(elsewhere.resolve("outside.sql"), sql);
  }

  private RehearsalReport rehearse(Path script) {
    return Rehearsing.on(database.settings(), db)
        .run(new RehearseRequest(List.of(), true, false, Optional.of(script)));
  }

  @Test
  void a_rehearsal_finds_it_in_its_scratch_databases() throws IOException {
    assertThat(Rehearsing.lines(rehearse(script(SCRIPT)), db)).containsExactly("V1__a.sql: ok");
    assertThat(Rehearsing.left(database)).isEmpty();
  }

  @Test
  void without_it_a_rehearsal_and_an_adoption_say_the_way_out() {
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(report.verdicts().get(0).findings())
        .anyMatch(finding -> finding.advice().contains("--prepare FILE"));
    OUTSIDE.forEach(sql -> database.jdbc().sql(sql).update());
    database.jdbc().sql("create table a (id int references auth.users)").update();
    assertThat(problem(ExitCode.REFUSED, () -> adopt(Optional.empty())).text())
        .contains("--prepare FILE", "--force");
  }

  @Test
  void a_script_that_fails_is_named_with_its_line() throws IOException {
    Path script = script("create schema auth;\n\nselect 1/0;\n");
    assertThat(problem(ExitCode.REFUSED, () -> rehearse(script)).text())
        .contains("outside.sql line 3", "division by zero");
    assertThat(Rehearsing.left(database)).isEmpty();
  }

  @Test
  void a_script_that_is_not_there_is_said_to_be_missing() {
    assertThat(problem(ExitCode.USAGE, () -> rehearse(elsewhere.resolve("none.sql"))).text())
        .contains("none.sql", "there is no such file")
        .doesNotContain("Exception");
  }

  @Test
  void a_server_without_an_extension_is_said_to_lack_it_perhaps() {
    new MigrationFolder(db).file("main/V1__a.sql", "create extension no_such_extension;");
    assertThat(Rehearsing.fromZero(database, db).verdicts().get(0).findings())
        .singleElement()
        .extracting(Finding::advice)
        .asString()
        .contains("If this server lacks what it needs, such as an extension", "--server");
  }

  @Test
  void an_adoption_compares_with_it() throws IOException {
    OUTSIDE.forEach(sql -> database.jdbc().sql(sql).update());
    database.jdbc().sql("create table a (id int references auth.users)").update();
    adopt(Optional.of(script(SCRIPT)));
    assertThat(database.lockstep(db).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
  }

  private void adopt(Optional<Path> script) {
    new Adopting(Optional.empty(), false, script, Optional.empty()).run(database, db, "main 1");
  }
}
