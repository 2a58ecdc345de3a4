package io.lockstep.catalog;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An app's lockstep.properties, beside its migrations. */
class LockstepPropertiesTest extends ReadingMain {
  @Test
  void two_apps_with_one_history_table_are_refused() {
    files()
        .file("a/V1__a.sql", "")
        .file("a/lockstep.properties", "history=flyway_schema_history")
        .file("b/V1__b.sql", "")
        .file("b/lockstep.properties", "history=flyway_schema_history");
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text())
        .contains("flyway_schema_history", "a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fw.flyway_schema_history",
        "\"fw\".\"flyway_schema_history\"",
        "fw.\"flyway_schema_history\"",
        "\"fw\".flyway_schema_history",
        ".flyway_schema_history",
        "\"flyway_schema_history",
      })
  void a_history_table_with_a_schema_is_refused(String history) {
    files().file("a/V1__a.sql", "").file("a/lockstep.properties", "history=" + history);
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text())
        .contains(
            "lockstep.properties says history=" + history,
            "history is a table's name without a schema",
            "POSTGRES_SCHEMA",
            "./lockstep adopt a VERSION --from " + history);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Flyway_History|Flyway_History",
        "\"flyway.history\"|flyway.history",
        "\"a \"\"b\"\" c\"|a \"b\" c",
        "a\"b|a\"b",
      })
  void a_history_table_of_any_name_can_be_named(String history, String table) {
    files().file("main/V1__a.sql", "").file("main/lockstep.properties", "history=" + history);
    assertThat(main().historyTable()).isEqualTo(table);
  }

  @Test
  void a_setting_that_is_misspelled_is_refused_with_its_line_and_without_its_value() {
    files().file("a/V1__a.sql", "").file("a/lockstep.properties", "\nhistroy = secret\n");
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text())
        .contains(
            "lockstep.properties, line 2, says histroy=", "there is no such setting", "history")
        .doesNotContain("secret");
  }

  @Test
  void settings_that_are_no_properties_in_utf_8_are_refused() {
    files().file("a/V1__a.sql", "").file("a/lockstep.properties", "history=\\u12");
    assertThat(problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text())
        .contains("lockstep.properties", "no properties file in UTF-8");
  }
}
