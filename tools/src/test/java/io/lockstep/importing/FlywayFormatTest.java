package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of Flyway's settings, and of placeholders. */
class FlywayFormatTest {
  @TempDir Path folder;

  private Importing files() {
    return new Importing("flyway", folder);
  }

  private String properties(Importing importing) {
    return importing.written().getOrDefault("lockstep.properties", "");
  }

  @Test
  void a_placeholder_is_one_line_with_the_number_of_its_files() {
    Importing files =
        files()
            .file("V1__a.sql", "create table a (); -- ${Env} ${env} ${flyway:user}")
            .file("V2__b.sql", "create table b (); -- ${env} ${schema.name}")
            .file("V3__c.sql", "select '${no}';")
            .file("V3__c.sql.conf", "placeholderReplacement = false");
    assertThat(files.notes().stream().filter(note -> note.startsWith("!")))
        .containsExactly(
            "!  ${Env}: a placeholder in 2 files, the first of them V1__a.sql. Write its value in lockstep.properties, placeholders.Env=VALUE, or set LOCKSTEP_PLACEHOLDERS_ENV; if it is none, write placeholderReplacement=false there.",
            "!  ${schema.name}: a placeholder in V2__b.sql. Write its value in lockstep.properties, placeholders.schema.name=VALUE, or set LOCKSTEP_PLACEHOLDERS_SCHEMA_NAME; if it is none, write placeholderReplacement=false there.");
    assertThat(properties(files))
        .isEqualTo(
            "placeholderReplacement=true\n# placeholders.Env=\n# placeholders.schema.name=\n");
  }

  @Test
  void a_placeholder_that_is_to_be_filled_in_is_refused_until_it_is() {
    Importing files = files().file("V1__a.sql", "create table ${name} ();");
    files.run();
    TestDatabase database = TestDatabase.create();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(files.db()).migrate(targets("shop latest")))
                .text())
        .contains("${name}", "placeholders.name=VALUE");
    new MigrationFolder(files.db())
        .file(
            "shop/lockstep.properties",
            properties(files).replace("# ", "").replace("name=", "name=a"));
    database.lockstep(files.db()).migrate(targets("shop latest"));
    assertThat(database.fingerprint()).contains("relation a ");
  }

  @Test
  void values_and_signs_of_flyways_settings_are_taken() {
    Importing files =
        files()
            .file(
                "flyway.conf",
                "flyway.placeholders.env=prod\nflyway.placeholderPrefix=#[\nflyway.placeholderSuffix=]\nflyway.url=x\nflyway.table=h\nflyway.outOfOrder=true\nflyway.skipDefaultResolvers=false\n")
            .file("V1__a.sql", "select '#[ENV]', '${text}';");
    assertThat(files.notes())
        .filteredOn(note -> note.contains("flyway.conf"))
        .containsExactly(
            "*  flyway.conf: Flyway's history is in h. history=h in lockstep.properties goes on with it.",
            "*  flyway.conf: outOfOrder=true. Pass --out-of-order where it is meant.",
            "*  flyway.conf: not read: skipDefaultResolvers.");
    assertThat(properties(files))
        .isEqualTo("placeholderPrefix=#[\nplaceholderSuffix=]\nplaceholders.env=prod\n");
  }

  @Test
  void toml_and_spring_boots_settings_are_read_as_well() {
    Importing toml =
        new Importing("flyway", folder.resolve("toml"))
            .file(
                "flyway.toml",
                "# all\n[flyway]\nlocations = [\"filesystem:sql/common\", 'filesystem:sql/{vendor}']\n[flyway.placeholders]\nenv = \"prod\"\n")
            .file("common/V1__a.sql", "select '${env}';")
            .file("postgresql/V2__b.sql", "select 2;")
            .file("h2/V2__b.sql", "select 2;");
    assertThat(toml.notes())
        .contains("*  h2: left out, since Flyway does not read that for PostgreSQL.");
    assertThat(properties(toml)).isEqualTo("locations=common, postgresql\nplaceholders.env=prod\n");
    Importing spring =
        new Importing("flyway", folder.resolve("spring"))
            .file(
                "application.properties",
                "spring.flyway.placeholder-replacement=false\nspring.flyway.default-schema=app\n")
            .file("V1__a.sql", "select '${env}';");
    assertThat(spring.notes())
        .contains("*  application.properties: the migrations run in app. Set POSTGRES_SCHEMA=app.");
    assertThat(properties(spring)).isEqualTo("placeholderReplacement=false\n");
  }

  @Test
  void folders_for_other_databases_are_left_out() {
    Importing files =
        files()
            .file("postgresql/V1__a.sql", "select 1;")
            .file("mysql/V1__a.sql", "select 1;")
            .file("common/R__r.sql", "select 1;");
    assertThat(files.notes())
        .contains("*  mysql: left out, since Flyway does not read that for PostgreSQL.");
    assertThat(files.written()).containsOnlyKeys("postgresql/V1__a.sql", "common/R__r.sql");
  }

  @Test
  void names_that_only_a_setting_of_flyway_explains_are_left_to_do() {
    Importing files =
        files().file("flyway.conf", "flyway.sqlMigrationPrefix=M\n").file("M1__a.sql", "select 1;");
    assertThat(files.notes())
        .anyMatch(note -> note.contains("sqlMigrationPrefix=M, but only V is read"));
  }

  @Test
  void a_script_whose_settings_say_that_it_has_no_transaction_is_no_task_and_stays_as_it_is() {
    String text = "begin;\nselect 1;\ncommit;\ncreate index concurrently x on t (id);\n";
    Importing flyway =
        new Importing("flyway", folder)
            .file("V1__a.sql", text)
            .file("V1__a.sql.conf", "executeInTransaction=false\n")
            .file("sub/V2__b.sql", "begin;\nselect 2;\ncommit;\n")
            .file(
                "sub/V2__b.sql.conf", "placeholderReplacement=true\nexecuteInTransaction = false");
    assertThat(flyway.notes())
        .allSatisfy(note -> assertThat(note).contains("nothing takes it back"));
    assertThat(flyway.written())
        .containsEntry("V1__a.sql", text)
        .containsEntry("sub/V2__b.sql", "begin;\nselect 2;\ncommit;\n");
  }

  @Test
  void the_last_line_tells_how_flyways_history_goes_on() {
    ImportReport report = files().file("V1__a.sql", "select 1;").run();
    assertThat(report.lines())
        .last()
        .asString()
        .contains("history=flyway_schema_history", report.folder() + "/lockstep.properties")
        .doesNotContain("./lockstep adopt");
  }
}
