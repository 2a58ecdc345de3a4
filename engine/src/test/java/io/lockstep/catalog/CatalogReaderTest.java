package io.lockstep.catalog;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogReaderTest extends ReadingMain {
  @Test
  void an_app_is_a_folder_and_its_files_are_ordered_by_version() {
    files()
        .file("main/V10__ten.sql", "")
        .file("main/V2__two.sql", "")
        .file("main/V20261124063000123__a_time.sql", "")
        .file("main/V1.1__dots.sql", "")
        .file("main/V1_2__underscores.sql", "")
        .file("main/U2__two.sql", "")
        .file("main/R__view.sql", "")
        .file("main/README.md", "")
        .file("main/.hidden.sql", "")
        .file("..data/main/V1__configmap.sql", "");
    assertThat(main().migrations().keySet())
        .map(Version::toString)
        .containsExactly("1.1", "1.2", "2", "10", "20261124063000123");
    assertThat(main().migrations().get(Version.of("2")).undo()).isPresent();
    assertThat(main().migrations().get(Version.of("10")).undo()).isEmpty();
    assertThat(main().repeatables()).map(Repeatable::description).containsExactly("view");
    assertThat(main().historyTable()).isEqualTo("main_schema_history");
    assertThat(CatalogReader.read(folder).apps()).hasSize(1);
  }

  @Test
  void subfolders_are_read_and_hidden_ones_are_not() {
    files()
        .file("main/2026/V2__two.sql", "")
        .file("main/2026/V2__two.sql.conf", "executeInTransaction=false")
        .file("main/2026/U2__two.sql", "")
        .file("main/V1__one.sql", "")
        .file("main/..data/V1__one.sql", "")
        .file("main/.git/x.sql", "");
    assertThat(main().migrations().values())
        .map(m -> m.script().name())
        .containsExactly("V1__one.sql", "2026/V2__two.sql");
    Migration two = main().migrations().get(Version.of("2"));
    assertThat(two.script().declaredWithoutTransaction()).isTrue();
    assertThat(two.undo()).map(Script::name).contains("2026/U2__two.sql");
  }

  @Test
  void links_are_followed_as_a_config_map_needs_it() throws IOException {
    files().file("main/..data/V1__one.sql", "select 1;");
    Files.createSymbolicLink(folder.resolve("main/V1__one.sql"), Path.of("..data/V1__one.sql"));
    assertThat(main().migrations().get(Version.of("1")).script().read()).isEqualTo("select 1;");
  }

  @Test
  void a_link_that_leads_back_is_refused() throws IOException {
    files().file("main/README.md", "");
    Files.createSymbolicLink(folder.resolve("main/again"), Path.of("."));
    LockstepException problem = problem(ExitCode.USAGE, this::main);
    assertThat(problem.getCause()).isInstanceOf(FileSystemLoopException.class);
    assertThat(problem.text()).contains("main/again leads to a folder that is read already");
  }

  @Test
  void a_folder_that_is_none_is_refused_by_its_name() {
    Path none = folder.resolve("none");
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(none)).text())
        .contains("none: the folder can't be read", "--db DIR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "V1_initial.sql",
        "v1__initial.sql",
        "X1__initial.sql",
        "V__initial.sql",
        "1__a.sql",
        "1_.up.sql",
        "_a.up.sql",
        "1_a.UP.sql",
        "V1__initial.SQL",
        "000008_x.up.pgsql",
        "000008_x.up.SQL",
        "1_a.up.Sql",
        "1a.up.sql"
      })
  void a_misnamed_file_is_refused_because_it_would_be_passed_over(String name) {
    files().file("main/" + name, "");
    assertThat(problem(ExitCode.USAGE, this::main).text())
        .contains(name, "V0003__what_it_does.sql", "000003_");
  }

  @ParameterizedTest
  @CsvSource({
    "V1__a.SQL, does not end in .sql",
    "1_a.up.pgsql, does not end in .sql",
    "rollback.sql, outside the app's folder",
    "aftermigrate.sql, Name it afterMigrate.sql",
    "afterMigrate_grants.sql, Name it afterMigrate__grants.sql"
  })
  void a_misnamed_files_refusal_says_what_is_wrong(String name, String said) {
    files().file("main/" + name, "");
    assertThat(problem(ExitCode.USAGE, this::main).text()).contains(name, said);
  }

  @Test
  void two_files_of_one_version_are_refused_with_both_names() {
    files().file("main/V1__a.sql", "").file("main/V0001__b.sql", "");
    assertThat(problem(ExitCode.USAGE, this::main).text()).contains("V1__a.sql", "V0001__b.sql");
  }

  @ParameterizedTest
  @CsvSource({"a/R__v.sql, b/R__v.sql", "R__a_b.sql, R__a b.sql"})
  void two_repeatables_of_one_description_are_refused_with_both_names(String one, String other) {
    files().file("main/" + one, "").file("main/" + other, "");
    assertThat(problem(ExitCode.USAGE, this::main).text()).contains(one, other);
  }

  @Test
  void repeatables_that_the_history_could_not_tell_apart_are_refused() {
    String kept = "x".repeat(197);
    files().file("main/R__" + kept + "long.sql", "").file("main/R__" + kept + "longer.sql", "");
    assertThat(problem(ExitCode.USAGE, this::main).text()).contains("longer.sql", "197");
    files().without("main/R__" + kept + "longer.sql").file("main/R__" + kept + ".sql", "");
    assertThat(main().repeatables()).hasSize(2);
  }

  @Test
  void an_undo_script_without_its_migration_is_known_as_that() {
    files()
        .file("main/V1__a.sql", "")
        .file("main/U0001__a.sql", "")
        .file("main/U2__b.sql", "")
        .file("main/000003_c.down.sql", "");
    assertThat(main().strayUndos().values())
        .map(Script::name)
        .containsExactly("U2__b.sql", "000003_c.down.sql");
    assertThat(main().notes()).hasSize(2).first().asString().contains("U2__b.sql takes back 2");
  }

  @Test
  void golang_migrates_layout_is_read_as_it_is() {
    files()
        .file("main/000001_create_users.up.sql", "")
        .file("main/000001_create_users.down.sql", "")
        .file("main/20240101120000_by.time.up.sql", "")
        .file("main/V0002__flyway.sql", "");
    assertThat(main().migrations().values())
        .map(m -> m.version() + " " + m.description() + " " + m.script().name())
        .containsExactly(
            "000001 create users 000001_create_users.up.sql",
            "0002 flyway V0002__flyway.sql",
            "20240101120000 by.time 20240101120000_by.time.up.sql");
    assertThat(main().migrations().get(Version.of("1")).undo())
        .map(Script::name)
        .contains("000001_create_users.down.sql");
    assertThat(main().migrations().values())
        .map(m -> m.script().undoFileName())
        .containsExactly(
            "000001_create_users.down.sql", "U0002__flyway.sql", "20240101120000_by.time.down.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "V0001__a.sql, 000001_a.up.sql",
    "1_a.up.sql, 000001_b.up.sql",
    "U0001__a.sql, 000001_a.down.sql",
    "1_a.down.sql, 000001_b.down.sql"
  })
  void two_files_of_one_version_are_refused_whatever_their_layouts(String one, String other) {
    files().file("main/" + one, "").file("main/" + other, "");
    assertThat(problem(ExitCode.USAGE, this::main).text()).contains(one, other);
  }

  @Test
  void an_app_name_that_breaks_the_rule_is_refused_with_the_rule() {
    files().file("my app/V1__a.sql", "");
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text())
        .contains("my app", "at most 40 characters");
  }

  @Test
  void a_folder_that_is_not_there_is_wrong_usage() {
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder.resolve("none"))).text())
        .contains("none", "--db");
  }

  @Test
  void a_directive_is_seen_behind_a_byte_order_mark() {
    files().file("main/V1__c.sql", "\uFEFF-- lockstep: contract\ndrop table a;");
    Migration migration = main().migrations().get(Version.of("1"));
    assertThat(migration.isContract()).isTrue();
    assertThat(migration.isReadableContract()).isTrue();
  }

  @Test
  void an_undo_script_with_nothing_but_a_byte_order_mark_has_no_statement() {
    files()
        .file("main/V1__a.sql", "create table a ();")
        .file("main/U1__a.sql", "\uFEFF-- no way back\n");
    assertThat(main().undoPolicy(Set.of())).isEqualTo(UndoPolicy.OPTIONAL);
  }

  @Test
  void a_file_that_is_not_utf8_is_refused_by_name() {
    files().file("main/V1__latin.sql", new byte[] {'-', '-', ' ', (byte) 0xe4, '\n'});
    assertThat(
            problem(ExitCode.USAGE, () -> main().migrations().get(Version.of("1")).script().read())
                .text())
        .contains("V1__latin.sql", "UTF-8");
  }
}
