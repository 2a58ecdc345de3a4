package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A master changelog, and what it reaches. */
class LiquibaseFormatTest {
  private static final String XML =
      "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\">%s</databaseChangeLog>";
  private static final String FORMATTED = "--liquibase formatted sql\n--changeset ann:%s\n%s\n";

  @TempDir Path folder;
  private Importing liquibase;

  @BeforeEach
  void source() {
    liquibase = new Importing("liquibase", folder);
  }

  private Importing xml(String elements) {
    return liquibase.file("db/changelog-master.xml", XML.formatted(elements));
  }

  @Test
  void a_masters_order_counts_and_a_plain_file_is_one_change_set() {
    liquibase
        .file(
            "db/master.yaml",
            """
            databaseChangeLog:
              - include:
                  file: db/v1/z.sql
              - include:
                  file: v1/a.sql
                  relativeToChangelogFile: true
              - includeAll:
                  path: classpath:db/all/
              - include: {file: more.xml, relativeToChangelogFile: true}
            """)
        .file("db/v1/z.sql", "create table z ();\n")
        .file("db/v1/a.sql", FORMATTED.formatted("1", "select 1;"))
        .file("db/v1/unused.sql", "select 0;")
        .file("db/all/2.sql", FORMATTED.formatted("two", "select 2;"))
        .file("db/all/sub/1.txt", "")
        .file("db/all/sub/3.sql", "select 3;")
        .file("db/more.xml", XML.formatted("<include file='db/v1/z.sql'/>"));
    assertThat(liquibase.notes())
        .map(note -> note.replaceFirst("\\. [A-Z].*", "."))
        .containsExactly(
            "*  db/v1/unused.sql: no changelog includes it, so it is left out.",
            "*  "
                + liquibase.source()
                + ": versions are numbered from 0001 in the order of the files, since what they have are not numbers that grow.",
            "*  V0001__z.sql, V0002__1_ann.sql, V0003__two.sql and 1 more: nothing takes it back, so no rollback can pass it.");
    assertThat(liquibase.written())
        .containsOnly(
            entry("V0001__z.sql", "create table z ();\n"),
            entry("V0002__1_ann.sql", "select 1;\n"),
            entry("V0003__two.sql", "select 2;\n"),
            entry("V0004__3.sql", "select 3;"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db/changelog/a.sql|changelog/a.sql",
        "db/changelog/a.sql|/db/changelog/a.sql",
        "a.sql|db/changelog/a.sql",
        "src/main/resources/db/a.sql|db/a.sql",
      })
  void a_file_is_found_wherever_the_search_path_begins(String file, String named) {
    liquibase
        .file(
            "root.json",
            "{\n\t\"databaseChangeLog\": [\n\t\t{\"include\": {\"file\": \"" + named + "\"}}]}")
        .file(file, "select 1;");
    liquibase.run();
    assertThat(liquibase.written()).containsOnlyKeys("V0001__a.sql");
  }

  @Test
  void of_two_files_that_fit_the_one_nearer_to_the_changelog_is_taken() {
    liquibase
        .file("one/db/a.sql", "select 1;")
        .file("two/db/a.sql", "select 2;")
        .file("two/master.yml", "databaseChangeLog: [include: {file: db/a.sql}]");
    liquibase.run();
    assertThat(liquibase.written()).containsOnly(entry("V0001__a.sql", "select 2;"));
  }

  @Test
  void what_changes_the_order_or_holds_for_a_whole_changelog_is_left_to_do() {
    liquibase.file(
        "changelog.xml",
        """
        <databaseChangeLog contextFilter="prod">
          <changeSet id="1" author="ann" runOrder="last"><sql>select 1</sql></changeSet>
          <changeSet id="2" author="ann"><sql>select 2</sql></changeSet>
        </databaseChangeLog>
        """);
    assertThat(liquibase.notes().stream().filter(note -> note.startsWith("!")))
        .containsExactly(
            "!  changelog.xml: is applied only with contextFilter prod, and with Lockstep always. If it is not for every database, move it to an app of its own.",
            "!  changelog.xml::1::ann: says runOrder last, and comes where it is written. Move it to its place in the changelog, and import again.");
  }

  @Test
  void sql_in_a_change_set_is_taken_with_its_rollback() {
    xml("""
        <changeSet id="1" author="ann" runInTransaction="false">
          <comment>the first</comment>
          <sql>create table a (t text default '&lt;')</sql>
          <sql><![CDATA[ insert into a values ('x') -- done ]]></sql>
          <sqlFile path="b.sql" relativeToChangelogFile="true" splitStatements="false"/>
          <sql dbms="mysql, h2">no</sql>
          <rollback>drop table b</rollback>
          <rollback><sqlFile path="db/back.sql"/></rollback>
        </changeSet>
        <changeSet id="2" author="bob">
          <tagDatabase tag="v1"/>
          <rollback/>
        </changeSet>
        <changeSet id="3" author="bob" dbms="oracle"><sql>no</sql></changeSet>
        """)
        .file("db/b.sql", "create table b ();\n")
        .file("db/back.sql", "drop table a;\n");
    assertThat(liquibase.notes())
        .singleElement()
        .asString()
        .contains("db/changelog-master.xml::3::bob: is for oracle, so it is left out");
    assertThat(liquibase.written())
        .containsOnly(
            entry(
                "V1__ann.sql",
                "-- lockstep: no-transaction\ncreate table a (t text default '<');\n insert into a values ('x') -- done\n;\ncreate table b ();\n"),
            entry("U1__ann.sql", "-- lockstep: no-transaction\ndrop table b;\ndrop table a;\n"),
            entry("V2__bob.sql", "-- tagDatabase: nothing to do here\n"),
            entry("U2__bob.sql", "-- Nothing has to be taken back, as the changelog says.\n"));
  }

  @Test
  void a_change_set_in_yaml_is_read_as_in_xml() {
    liquibase
        .file(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 2024-01-01
                  author: ann
                  changes:
                    - sql: {sql: "create table a ()"}
                    - sql: create table b ()
                    - sqlFile: {path: c.sql, endDelimiter: GO}
                  rollback: drop table a
              - changeSet:
                  id: second
                  author: ann
                  changes: [{sql: {sql: select 2}}]
                  rollback:
                    - sql: {sql: select -2}
                    - sql: select -3
            """)
        .file("c.sql", "create table c ()\nGO\n");
    assertThat(liquibase.notes())
        .first()
        .asString()
        .startsWith("!  changelog.yaml::2024-01-01::ann: ends its statements with GO");
    assertThat(liquibase.written())
        .containsOnly(
            entry(
                "V0001__2024-01-01.sql",
                "create table a ();\ncreate table b ();\ncreate table c ()\nGO;\n"),
            entry("U0001__2024-01-01.sql", "drop table a\n"),
            entry("V0002__second.sql", "select 2\n"),
            entry("U0002__second.sql", "select -2;\nselect -3;\n"));
  }

  @Test
  void what_is_no_sql_is_a_draft_in_its_place() {
    xml(
        """
        <preConditions><dbms type="postgresql"/></preConditions>
        <changeSet id="a" author="ann">
          <preConditions onFail="MARK_RAN"><not><tableExists tableName="a"/></not></preConditions>
          <createTable tableName="a"><column name="id" type="int"/></createTable>
          <sql>select 1</sql>
          <rollback><dropTable tableName="a"/></rollback>
        </changeSet>
        <changeSet id="b" author="ann" contextFilter="test">
          <sqlFile path="nowhere.sql"/>
          <rollback changeSetId="a" changeSetAuthor="ann"/>
        </changeSet>
        <include file="nowhere.xml"/>
        """);
    assertThat(liquibase.notes())
        .map(note -> note.replaceFirst("\\. [A-Z].*", "."))
        .filteredOn(note -> note.startsWith("!"))
        .containsExactly(
            "!  db/changelog-master.xml::a::ann: has preConditions, which is left out.",
            "!  db/changelog-master.xml::a::ann: has createTable, which is no SQL, so its file is a draft.",
            "!  db/changelog-master.xml::a::ann: is taken back by dropTable, which is no SQL.",
            "!  db/changelog-master.xml::b::ann: has sqlFile nowhere.sql, which is not in the folder, which is no SQL, so its file is a draft.",
            "!  db/changelog-master.xml::b::ann: is taken back by another change set (a), which is left out.",
            "!  db/changelog-master.xml::b::ann: runs only with contextFilter test, and with Lockstep always.",
            "!  db/changelog-master.xml: says include nowhere.xml, which is not in the folder, so it is left out.");
    assertThat(liquibase.written())
        .containsOnly(
            entry("V0001__a.sql", "-- lockstep: draft\n-- createTable\nselect 1\n"),
            entry(
                "V0002__b.sql",
                "-- lockstep: draft\n-- sqlFile nowhere.sql, which is not in the folder\n"));
  }

  @Test
  void several_masters_are_refused_unless_one_says_that_it_is_it() {
    liquibase
        .file("a.yaml", "databaseChangeLog: [include: {file: a.sql}]")
        .file("b.yaml", "databaseChangeLog: [include: {file: a.sql}]")
        .file("application.yaml", "spring: {}")
        .file("messages.json", "{ no changelog")
        .file("a.sql", "select 1;");
    assertThat(problem(ExitCode.USAGE, liquibase::run).text()).contains("a.yaml, b.yaml", "master");
    liquibase.file("c-master.yaml", "databaseChangeLog: [include: {file: a.sql}]");
    liquibase.run();
    assertThat(liquibase.written()).containsOnlyKeys("V0001__a.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.xml|<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><databaseChangeLog>&e;</databaseChangeLog>|DOCTYPE",
        "a.xml|<databaseChangeLog>|importing a.xml",
        "a.yaml|databaseChangeLog: [|importing a.yaml",
      })
  void a_changelog_that_cant_be_read_is_named(String file, String text, String said) {
    liquibase.file(file, text);
    assertThat(problem(ExitCode.USAGE, liquibase::run).text())
        .contains(said, "Nothing was written");
  }

  @Test
  void without_a_master_files_are_taken_as_includeall_takes_them() {
    liquibase
        .file("b.sql", "select 2;")
        .file("a.sql", FORMATTED.formatted("first", "select 1;") + "--rollback empty\n");
    liquibase.run();
    assertThat(liquibase.written())
        .containsOnlyKeys("V0001__first.sql", "U0001__first.sql", "V0002__b.sql");
  }

  @Test
  void comments_that_a_change_has_stripped_are_said() {
    liquibase.file(
        "root.xml",
        """
        <databaseChangeLog><changeSet id="1" author="ann">
        <sql splitStatements="false" stripComments="true">do $$ begin null; -- a
        end $$</sql></changeSet></databaseChangeLog>
        """);
    assertThat(liquibase.notes())
        .anyMatch(note -> note.startsWith("*  root.xml::1::ann: has a comment in a body"));
  }
}
