package io.lockstep.scaffold;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.catalog.Directives;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code new} writes, and that it can't reach a database by mistake. */
class ScaffoldTest {
  @TempDir Path db;

  private ScaffoldReport write(String app, String words) {
    return new Scaffold(db, new AppName(app), Clock.systemUTC()).write(words);
  }

  private MigrationFolder files() {
    return new MigrationFolder(db);
  }

  private List<String> paths() throws IOException {
    try (Stream<Path> files = Files.walk(db)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> db.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void the_next_version_gets_two_files_named_by_the_words() throws IOException {
    files().threeTables();
    ScaffoldReport report = write("main", " add suggested answer! ");
    assertThat(report.script())
        .isEqualTo(db.resolve("main/V0004__add_suggested_answer.sql").toString());
    assertThat(report.undo())
        .isEqualTo(db.resolve("main/U0004__add_suggested_answer.sql").toString());
    assertThat(report.newApp()).isFalse();
    assertThat(paths()).hasSize(8);
    assertThat(CatalogReader.read(db).app(new AppName("main")).orElseThrow().latest())
        .contains(Version.of("0004"));
  }

  @Test
  void a_missing_app_begins_with_0001_and_a_missing_folder_is_made() throws IOException {
    Path missing = db.resolve("a/b");
    ScaffoldReport report =
        new Scaffold(missing, new AppName("shop"), Clock.systemUTC()).write("orders");
    assertThat(report.newApp()).isTrue();
    assertThat(paths()).containsExactly("a/b/shop/U0001__orders.sql", "a/b/shop/V0001__orders.sql");
  }

  @Test
  void the_apps_layout_is_kept() {
    files().file("go/000009_a.up.sql", "select 1").file("go/000009_a.down.sql", "select 1");
    assertThat(write("go", "up and down").script()).endsWith("go/000010_up_and_down.up.sql");
    assertThat(write("go", "again").undo()).endsWith("go/000011_again.down.sql");

    files().file("dots/V1_9__a.sql", "select 1");
    assertThat(write("dots", "b").script()).endsWith("dots/V1_10__b.sql");

    files().file("years/2026/V7__a.sql", "select 1").file("years/2025/V6__a.sql", "select 1");
    assertThat(write("years", "b").undo()).endsWith("years/2026/U8__b.sql");

    files().file("repeatable/R__a.sql", "select 1");
    assertThat(write("repeatable", "b").script()).endsWith("repeatable/V0001__b.sql");

    files().file("undone/V1__a.sql", "select 1").file("undone/U2__lost.sql", "select 1");
    assertThat(write("undone", "b").script()).endsWith("undone/V3__b.sql");
  }

  @Test
  void neither_file_runs_before_its_first_line_is_deleted() throws IOException {
    TestDatabase database = TestDatabase.create();
    files().threeTables();
    ScaffoldReport report = write("main", "d");
    String before = database.fingerprint();
    assertThat(refusal(database)).contains(report.script() + " is a draft", Directives.DRAFT);

    finish(report.script(), "create table d (id int);");
    assertThat(refusal(database)).contains(report.undo() + " is a draft");
    assertThat(database.fingerprint()).isEqualTo(before);

    finish(report.undo(), "drop table d;");
    database.lockstep(db).migrate(targets("main latest"));
    assertThat(database.fingerprint()).contains("relation d ");
    database.lockstep(db).migrate(targets("main zero"));
    assertThat(database.fingerprint()).isEqualTo(before);
  }

  private String refusal(TestDatabase database) {
    return problem(
            ExitCode.REFUSED, () -> database.lockstep(db).migrate(targets("main 1", "main latest")))
        .text();
  }

  /** What its text says to do. */
  private static void finish(String file, String sql) throws IOException {
    String text = Files.readString(Path.of(file));
    assertThat(text).startsWith(Directives.DRAFT + "\n");
    Files.writeString(Path.of(file), text.substring(text.indexOf('\n') + 1) + sql);
  }

  @Test
  void words_are_no_way_into_the_script() throws IOException {
    String text =
        Files.readString(Path.of(write("main", "a\ndrop table b; -- lockstep: x").script()));
    assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("--"));
    Directives read = Directives.read("script", text);
    assertThat(read)
        .isEqualTo(new Directives(List.of(), false, false, true, false, Optional.empty()));
  }

  @Test
  void what_makes_no_name_and_what_is_misnamed_is_refused_and_nothing_written() throws IOException {
    assertThat(problem(ExitCode.USAGE, () -> write("main", "…")).text()).contains("in a few words");
    files().file("main/V1_a.sql", "select 1");
    assertThat(problem(ExitCode.USAGE, () -> write("main", "b")).text()).contains("V1_a.sql");
    assertThat(paths()).containsExactly("main/V1_a.sql");
    files().without("main/V1_a.sql").file("other", "a file");
    assertThat(problem(ExitCode.REFUSED, () -> write("other", "b")).text())
        .contains("is there already");
    assertThat(paths()).containsExactly("other");
  }
}
