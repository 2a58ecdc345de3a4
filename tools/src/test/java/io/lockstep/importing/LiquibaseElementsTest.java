package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elements of Liquibase's changelogs that change which statements run, or where these end. */
class LiquibaseElementsTest {
  @TempDir Path folder;

  private static String xml(String elements) {
    return """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        %s
        </databaseChangeLog>
        """
        .formatted(elements);
  }

  private static String formatted(String table) {
    return "--liquibase formatted sql\n--changeset ann:%1$s\ncreate table %1$s (id int);\n--rollback drop table %1$s;\n"
        .formatted(table);
  }

  @Test
  void what_is_ignored_or_modified_as_a_whole_is_as_in_the_real_tool() throws Exception {
    SameSchema databases = SameSchema.create();
    Importing files =
        new Importing("liquibase", folder)
            .file(
                "master.xml",
                xml(
                    """
                    <modifyChangeSets stripComments="false">
                      <include file="modified.sql" relativeToChangelogFile="true"/>
                    </modifyChangeSets>
                    <include file="ignored.sql" relativeToChangelogFile="true" ignore="true"/>
                    <includeAll path="ignored" relativeToChangelogFile="true" ignore="true"/>
                    <include file="plain.sql" relativeToChangelogFile="true" ignore="false"/>
                    """))
            .file("modified.sql", formatted("modified"))
            .file("ignored.sql", formatted("ignored"))
            .file("ignored/too.sql", formatted("too"))
            .file("plain.sql", formatted("plain"));
    LiquibaseUpdate.run("master.xml", files.source(), databases.tools());
    assertThat(files.run().problem()).isEmpty();
    assertThat(files.written())
        .containsOnlyKeys(
            "V0001__modified.sql", "U0001__modified.sql", "V0002__plain.sql", "U0002__plain.sql");
    databases.assertThatLockstepAdopts(files.db(), "databasechangelog (Liquibase)");
    databases.assertThatLockstepMakes(
        files.db(), List.of("databasechangelog", "databasechangeloglock"));
  }

  @Test
  void what_is_ignored_is_said() {
    Importing files =
        new Importing("liquibase", folder)
            .file(
                "master.xml",
                xml("<include file=\"a.sql\" ignore=\"true\"/><include file=\"b.sql\"/>"))
            .file("a.sql", formatted("a"))
            .file("b.sql", formatted("b"));
    assertThat(files.notes())
        .contains("*  master.xml: says include a.sql with ignore, so it is left out.")
        .noneMatch(note -> note.contains("no changelog includes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<rollback><sql endDelimiter=\"/\">drop table a</sql></rollback>|ends the statements of its rollback with /.",
        "<rollback>insert into b values ('${env}')</rollback>|has ${…}, which Liquibase replaces",
      })
  void what_a_rollback_says_of_its_statements_is_left_to_do(String rollback, String said) {
    assertThat(
            new Importing("liquibase", folder)
                .file(
                    "master.xml",
                    xml(
                        "<changeSet id=\"a\" author=\"ann\"><sql>create table a ()</sql>"
                            + rollback
                            + "</changeSet>"))
                .notes())
        .anyMatch(note -> note.startsWith("!  master.xml::a::ann: " + said));
  }

  @Test
  void the_end_of_a_rollbacks_statements_is_left_to_do_in_sql_too() {
    assertThat(
            new Importing("liquibase-sql", folder)
                .file(
                    "a.sql",
                    """
                    --liquibase formatted sql
                    --changeset ann:a rollbackEndDelimiter:/
                    create table a ();
                    create table b ();
                    --rollback drop table a
                    --rollback /
                    --rollback drop table b
                    """)
                .notes())
        .anyMatch(
            note ->
                note.startsWith("!  a.sql::a::ann: ends the statements of its rollback with /."));
  }

  @Test
  void a_path_that_a_change_set_sets_is_kept_in_what_update_sql_prints() {
    Importing files =
        new Importing("liquibase", folder)
            .file(
                "update.sql",
                """
                SET SEARCH_PATH TO public, "$user","public";

                -- Changeset master.xml::a::ann
                SET SEARCH_PATH TO public, "$user","public";

                set search_path to app;

                create table a (id int);

                INSERT INTO databasechangelog (ID) VALUES ('a');
                """);
    files.run();
    assertThat(files.written().get("V0001__a.sql"))
        .contains("set search_path to app;", "create table a (id int);")
        .doesNotContain("$user", "databasechangelog");
  }
}
