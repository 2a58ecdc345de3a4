package io.lockstep.catalog;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An app's scripts in several folders, and files that are left out. */
class LocationsTest extends ReadingMain {
  private String refusal() {
    return problem(ExitCode.USAGE, this::main).text();
  }

  private void settings(String text) {
    files().file("main/lockstep.properties", text);
  }

  private Iterable<String> scripts() {
    return main().migrations().values().stream().map(m -> m.script().name()).toList();
  }

  @Test
  void several_locations_are_one_app() {
    settings("locations=common, {vendor}\n");
    files()
        .file("main/common/V1__a.sql", "")
        .file("main/common/2026/V3__c.sql", "")
        .file("main/postgresql/V2__b.sql", "")
        .file("main/mysql/V2__b.sql", "")
        .file("main/README.md", "");
    assertThat(scripts()).containsExactly("V1__a.sql", "V2__b.sql", "2026/V3__c.sql");
  }

  @Test
  void a_location_of_other_apps_is_no_app() {
    settings("locations=., ../shared/common\n");
    files()
        .file("main/V2__b.sql", "")
        .file("shared/common/V1__a.sql", "")
        .file("shared/mysql/V1__a.sql", "");
    assertThat(scripts()).containsExactly("V1__a.sql", "V2__b.sql");
    assertThat(CatalogReader.read(folder).apps()).hasSize(1);
    files().file("shared/lockstep.properties", "locations=common\n");
    assertThat(CatalogReader.read(folder).apps()).hasSize(2);
  }

  @Test
  void a_location_below_another_is_read_once() {
    settings("locations=all/old, all, filesystem:all\n");
    files().file("main/all/old/V1__a.sql", "").file("main/all/V2__b.sql", "");
    assertThat(scripts()).containsExactly("old/V1__a.sql", "V2__b.sql");
  }

  @Test
  void a_version_in_two_locations_is_refused_with_both_names() {
    settings("locations=common, postgresql\n");
    files().file("main/common/V1__a.sql", "").file("main/postgresql/V1__a.sql", "");
    assertThat(refusal())
        .contains(
            folder.resolve("main/common/V1__a.sql").toString(),
            folder.resolve("main/postgresql/V1__a.sql").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "locations=commn, there is no folder",
    "locations=classpath:db/migration, neither a pattern nor on a classpath",
    "locations=c*, neither a pattern nor on a classpath"
  })
  void a_location_that_is_none_is_refused_with_its_line(String line, String why) {
    files().file("main/common/V1__a.sql", "");
    settings("\n" + line + "\n");
    assertThat(refusal()).contains("line 2", why);
  }

  @Test
  void a_script_beside_the_locations_is_refused() {
    settings("locations=common\n");
    files().file("main/common/V1__a.sql", "").file("main/V2__b.sql", "");
    assertThat(refusal()).contains("main/V2__b.sql is in none of them", "files.ignore=V2__b.sql");
    settings("locations=common\nfiles.ignore=V2__b.sql\n");
    assertThat(scripts()).containsExactly("V1__a.sql");
  }

  @Test
  void files_are_left_out_by_pattern() {
    files()
        .file("main/V1__a.sql", "")
        .file("main/rollback/1.sql", "")
        .file("main/rollback/2026/2.sql", "")
        .file("main/a.seed.sql", "")
        .file("main/2026/V2__b.sql", "")
        .file("main/2026/b.seed.sql", "")
        .file("main/2026/check/x.sql", "");
    assertThat(refusal()).contains("files.ignore=");
    settings("files.ignore=rollback/**, *.seed.sql\nfiles.ignore=**/check/\n");
    assertThat(scripts()).containsExactly("V1__a.sql", "2026/V2__b.sql");
  }

  @Test
  void a_refused_file_is_left_out_by_the_line_that_its_refusal_gives() {
    files().file("main/V1__a.sql", "").file("main/2026/check.sql", "");
    assertThat(refusal()).contains("files.ignore=2026/check.sql");
    settings("files.ignore=2026/check.sql\n");
    assertThat(scripts()).containsExactly("V1__a.sql");
  }

  @Test
  void a_bad_pattern_is_refused_with_its_line() {
    settings("\nfiles.ignore=ok.sql, [a\n");
    assertThat(refusal()).contains("line 2", "files.ignore=[a");
  }

  @ParameterizedTest
  @CsvSource({
    "executeInTransaction=no, neither true nor false",
    "encoding=ISO-8859-1, Save the script as UTF-8",
    "shouldExecute=a==b, files.ignore",
    "placeholders.x=y, no such setting"
  })
  void a_setting_of_a_script_that_can_not_be_kept_is_refused(String line, String way) {
    files()
        .file("main/V1__a.sql", "")
        .file("main/V1__a.sql.conf", "executeInTransaction=true\nencoding=utf-8\n" + line + "\n");
    assertThat(refusal()).contains("V1__a.sql.conf, line", way);
  }

  @ParameterizedTest
  @CsvSource({
    "placeholderReplacement=maybe, neither true nor false",
    "placeholderPrefix=, it is empty"
  })
  void a_setting_of_placeholders_that_is_none_is_refused(String line, String why) {
    settings(line + "\n");
    files().file("main/V1__a.sql", "");
    assertThat(refusal()).contains(why);
  }
}
