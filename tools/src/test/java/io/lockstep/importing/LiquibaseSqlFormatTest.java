package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiquibaseSqlFormatTest {
  @TempDir Path folder;
  private Importing liquibase;

  @BeforeEach
  void source() {
    liquibase = new Importing("liquibase-sql", folder);
  }

  @Test
  void each_change_set_becomes_a_migration_numbered_in_their_order() {
    liquibase
        .file(
            "01.sql",
            """
            --liquibase formatted sql

            --changeset ann:create-a context:""
            --comment: the first
            create table a (id int);
            --rollback drop table a;

            -- changeset "bob b":"add column" runInTransaction:false
            alter table a add n int;
            /* liquibase rollback
            alter table a
              drop n;
            */
            """)
        .file(
            "02.sql",
            """
            -- liquibase formatted SQL
            --changeset ann:1
            insert into a values (1);
            --ROLLBACK not required
            --changeset ann:2
            insert into a values (2);
            --rollback delete from a where n = 2;
            --rollback delete from a where n = 3;
            """);
    assertThat(liquibase.notes()).singleElement().asString().contains("numbered from 0001");
    assertThat(liquibase.written())
        .containsOnly(
            entry("V0001__create-a.sql", "--comment: the first\ncreate table a (id int);\n\n"),
            entry("U0001__create-a.sql", "drop table a;\n"),
            entry(
                "V0002__add_column.sql", "-- lockstep: no-transaction\nalter table a add n int;\n"),
            entry(
                "U0002__add_column.sql", "-- lockstep: no-transaction\nalter table a\n  drop n;\n"),
            entry("V0003__ann.sql", "insert into a values (1);\n"),
            entry("U0003__ann.sql", "-- Nothing has to be taken back, as the changelog says.\n"),
            entry("V0004__ann.sql", "insert into a values (2);\n"),
            entry("U0004__ann.sql", "delete from a where n = 2;\ndelete from a where n = 3;\n"));
  }

  @Test
  void ids_that_are_numbers_and_grow_are_kept_as_versions() {
    liquibase.file(
        "a.sql",
        "--liquibase formatted sql\n--changeset ann:7\nselect 7;\n--changeset bob:10.1\nselect 10;\n");
    liquibase.run();
    assertThat(liquibase.written()).containsOnlyKeys("V7__ann.sql", "V10.1__bob.sql");
  }

  @Test
  void what_liquibase_decides_at_run_time_is_said() {
    liquibase
        .file("changelog.xml", "<databaseChangeLog><include file='b.sql'/></databaseChangeLog>")
        .file("other.yaml", "databaseChangeLog:\n- changeSet:\n    id: 1\n")
        .file("plain.sql", "select 1;")
        .file(
            "b.sql",
            """
            --liquibase formatted sql
            --property name:x value:y
            --changeset ann:1 context:test labels:"a b" runOnChange:true failOnError:false endDelimiter:/
            --preconditions onFail:MARK_RAN
            --precondition-sql-check expectedResult:0 select 1
            select '${x}';
            --rollback changesetId:0 changesetAuthor:ann
            --changeset ann:2 dbms:mysql,oracle
            select 2;
            --changeset ann:3 dbms:"mysql, postgresql"
            select 3;
            """);
    assertThat(liquibase.notes())
        .map(note -> note.replaceFirst("\\. [A-Z].*", ""))
        .containsExactly(
            "!  b.sql: says \"--property name:x value:y\", which is left out",
            "!  b.sql::1::ann: says \"--preconditions onFail:MARK_RAN\", which is left out",
            "!  b.sql::1::ann: says \"--precondition-sql-check expectedResult:0 select 1\", which is left out",
            "!  b.sql::1::ann: is taken back by another change set (changesetId:0 changesetAuthor:ann), which is left out",
            "!  other.yaml: has change sets that are not SQL, which are left out",
            "!  plain.sql: has no \"--liquibase formatted sql\", so it is left out",
            "!  b.sql::1::ann: runs only with context test, and with Lockstep always",
            "!  b.sql::1::ann: runs only with labels a b, and with Lockstep always",
            "!  b.sql::1::ann: says runOnChange, and will be applied once",
            "!  b.sql::1::ann: ends its statements with /",
            "!  b.sql::1::ann: says failOnError:false, and with Lockstep it must not fail",
            "!  b.sql::1::ann: has ${…}, which Liquibase replaces and Lockstep leaves as it is",
            "*  changelog.xml: is not read: files are taken in the order of their names",
            "*  b.sql::2::ann: is for mysql, oracle, so it is left out.",
            "*  V1__ann.sql, V3__ann.sql: nothing takes it back, so no rollback can pass it");
    assertThat(liquibase.written()).containsOnlyKeys("V1__ann.sql", "V3__ann.sql");
  }

  @Test
  void comments_that_liquibase_strips_from_functions_are_said() {
    liquibase.file(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ann:1 splitStatements:false
        create function f() returns int language sql as $f$ select 1; -- one
        $f$;
        --rollback drop function f();
        --changeset ann:2 splitStatements:false stripComments:false
        create function g() returns int language sql as $$ select 1; -- one
        $$;
        --rollback drop function g();
        --changeset ann:3
        create table t (); -- outside of $$
        --rollback drop table t;
        """);
    assertThat(liquibase.notes())
        .containsExactly(
            "*  a.sql::1::ann: has a comment in a body, which Liquibase strips and Lockstep keeps. Of a function only this text differs.");
  }

  @ParameterizedTest
  @CsvSource({
    "ignore:true, true",
    "IGNORE:TRUE, true",
    "runOnChange:false ignore:true, true",
    "'ignore:true, dbms:postgresql', true",
    "ignore:false, false",
    "ignore: true, false",
    "ignore:\"true\", false",
    "dbms:mysql, true",
    "dbms: mysql, true",
    "dbms:postgresql, false",
    "'dbms:!postgresql', true",
  })
  void what_liquibase_would_leave_out_is_left_out_and_no_more(String attribute, boolean leftOut) {
    liquibase.file(
        "a.sql",
        "--liquibase formatted sql\n--changeset ann:1\nselect 1;\n--changeset ann:2 "
            + attribute
            + "\nselect 2;\n");
    liquibase.run();
    assertThat(liquibase.written().containsKey("V2__ann.sql")).isEqualTo(!leftOut);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databaseChangeLog:\\n- include: {file: b.sql}\\n- include: {file: a.sql}\\n|!",
        "databaseChangeLog:\\n- include:\\n    file: a.sql\\n- include:\\n    file: b.sql\\n|*",
        "<databaseChangeLog><include file=\"x/b.sql\"/><include file=\"x/a.sql\"/></databaseChangeLog>|!",
      })
  void an_order_that_is_not_the_names_is_left_to_do(String root, String mark) {
    liquibase
        .file(
            "a.sql", "--liquibase formatted sql\n--changeset ann:1\nselect 1;\n--rollback empty\n")
        .file("root.yaml", root.translateEscapes());
    assertThat(liquibase.notes()).singleElement().asString().startsWith(mark + "  root.yaml");
  }

  @Test
  void a_line_ends_as_liquibase_sends_it() {
    liquibase.file(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        create table a (t text default 'x
        y');
        /* liquibase rollback
        drop table
          a;
        */
        """
            .replace("\n", "\r\n"));
    liquibase.run();
    assertThat(liquibase.written())
        .containsOnly(
            entry("V1__ann.sql", "create table a (t text default 'x\ny');\n"),
            entry("U1__ann.sql", "drop table\n  a;\n"));
  }

  @Test
  void two_change_sets_of_one_identity_are_left_to_do_as_liquibase_refuses_them() {
    liquibase
        .file(
            "a.sql",
            """
            --liquibase formatted sql
            --changeset ann:1
            select 1;
            --changeset bob:1
            select 2;
            --changeset ann:1 dbms:h2
            select 3;
            --changeset ann:1
            select 4;
            """)
        .file("b.sql", "--liquibase formatted sql\n--changeset ann:1\nselect 5;\n");
    assertThat(liquibase.notes())
        .filteredOn(note -> note.startsWith("!"))
        .containsExactly(
            "!  a.sql::1::ann: is there twice, which Liquibase refuses. Give one of them another identifier, and import again.");
  }

  @Test
  void a_change_set_without_a_line_is_left_out_as_liquibase_refuses_it() {
    liquibase.file(
        "a.sql",
        "--liquibase formatted sql\n--changeset ann:1\n\n--rollback select 1;\n--changeset ann:2\n-- nothing\n");
    assertThat(liquibase.notes())
        .filteredOn(note -> note.startsWith("!"))
        .containsExactly(
            "!  a.sql::1::ann: has no SQL, which Liquibase refuses, so it is left out. Write a comment into it, or delete it.");
    assertThat(liquibase.written()).containsOnlyKeys("V2__ann.sql");
  }

  @Test
  void lines_that_liquibase_ignores_are_left_out() {
    liquibase.file(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        select 1;
        --ignoreLines:2
        select 2;
        --changeset ann:9
        select 3;
        -- ignoreLines:start
        select 4;
        --rollback select -4;
        -- ignoreLines:end
        select 5;
        --rollback select -5;
        """);
    assertThat(liquibase.notes()).isEmpty();
    assertThat(liquibase.written())
        .containsOnly(
            entry("V1__ann.sql", "select 1;\nselect 3;\nselect 5;\n"),
            entry("U1__ann.sql", "select -5;\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|select 1\\n/\\nselect 2\\n/\\n|select 1\\n;\\nselect 2\\n;\\n",
        "|select 1;\\n/\\nselect 2;\\nGO\\n|select 1;\\nselect 2;\\n",
        "|select 1 -- why\\ngo\\nselect 2\\n|select 1 -- why\\n;\\nselect 2\\n",
        "|select 4\\n / 2;\\nselect 'a\\n/\\nb';\\n/* x\\ngo\\n*/\\n|select 4\\n / 2;\\nselect 'a\\n/\\nb';\\n/* x\\ngo\\n*/\\n",
        "splitStatements:false|select 4\\n/\\n2;\\n|select 4\\n/\\n2;\\n",
        "endDelimiter:;|select 4\\n/\\n2;\\n|select 4\\n/\\n2;\\n",
      })
  void a_statement_ends_where_liquibase_ends_it(String attribute, String text, String written) {
    liquibase.file(
        "a.sql",
        "--liquibase formatted sql\n--changeset ann:1 "
            + (attribute == null ? "" : attribute)
            + "\n"
            + text.translateEscapes()
            + "--rollback not required\n");
    liquibase.run();
    assertThat(liquibase.written()).containsEntry("V1__ann.sql", written.translateEscapes());
  }
}
