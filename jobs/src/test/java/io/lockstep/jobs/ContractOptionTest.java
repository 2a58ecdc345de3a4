package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column is replaced over two releases: expand, contract, and all the way back. */
class ContractOptionTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path first;
  @TempDir private Path second;
  private LockstepProcess.Launch older;
  private LockstepProcess.Launch newer;

  @BeforeEach
  void releases() {
    person(first);
    person(second)
        .file(
            "main/V0002__contact.sql",
            """
            alter table person add column contact text;
            update person set contact = email;
            create function keep() returns trigger language plpgsql as
            'begin if tg_op = ''INSERT'' then new.contact := coalesce(new.contact, new.email); end if; return new; end';
            create trigger keep before insert on person for each row execute function keep();
            """)
        .file(
            "main/U0002__contact.sql",
            "drop trigger keep on person;\ndrop function keep();\nalter table person drop column contact;")
        .file(
            "main/V0003__drop_email.sql",
            """
            -- lockstep: contract
            drop trigger keep on person;
            drop function keep();
            alter table person drop column email;
            """)
        .file(
            "main/U0003__drop_email.sql",
            """
            alter table person add column email text;
            update person set email = contact;
            create function keep() returns trigger language plpgsql as
            'begin if tg_op = ''INSERT'' then new.contact := coalesce(new.contact, new.email); end if; return new; end';
            create trigger keep before insert on person for each row execute function keep();
            """);
    older = LockstepProcess.Launch.on(database, first);
    newer = LockstepProcess.Launch.on(database, second);
    older.run("migrate", "main latest").exitsWith(0);
    database.jdbc().sql("insert into person values (1, 'a@b.c')").update();
  }

  private static MigrationFolder person(Path folder) {
    return new MigrationFolder(folder)
        .file("main/V0001__person.sql", "create table person (id int, email text);")
        .file("main/U0001__person.sql", "drop table person;");
  }

  private String column(String name) {
    return database.jdbc().sql("select " + name + " from person").query(String.class).single();
  }

  private void isAt(LockstepProcess.Launch image, String version) {
    assertThat(image.run("list", "--json").exitsWith(0).out())
        .contains("\"current\" : \"" + version + "\"");
  }

  @Test
  void a_column_is_replaced_and_brought_back_while_each_release_finds_what_it_needs() {
    assertThat(newer.run("migrate", "main latest").exitsWith(0).err())
        .contains(
            "V0003__drop_email.sql waits until the old pods are gone: migrate --contract \"main latest\"");
    isAt(newer, "0002");
    assertThat(column("email || contact")).isEqualTo("a@b.ca@b.c");
    newer.run("migrate", "--contract", "main latest").exitsWith(0);
    isAt(newer, "0003");
    assertThat(older.run("migrate", "main 1").exitsWith(0).err())
        .contains("0002 waits until the new pods are gone: migrate --contract \"main 1\"");
    isAt(older, "0002");
    assertThat(column("email")).isEqualTo("a@b.c");
    older.run("status", "main 1").exitsWith(0);
    older.run("migrate", "--contract", "main 1").exitsWith(0);
    isAt(older, "0001");
    assertThat(column("email")).isEqualTo("a@b.c");
    newer.run("migrate", "main latest").exitsWith(0);
    newer.run("migrate", "--contract", "main latest").exitsWith(0);
    assertThat(column("contact")).isEqualTo("a@b.c");
  }

  @Test
  void a_plan_shows_the_line_between_what_runs_now_and_what_waits() {
    assertThat(newer.run("plan", "main latest").exitsWith(0).out())
        .containsPattern(
            """
            main latest: from 0001 to 0002, 1 step\\(s\\)
              1. apply .*V0002__contact.sql
              ---- until the pods of the other version are gone ----
              2. apply .*V0003__drop_email.sql
              note: V0003__drop_email.sql waits\
            """);
    assertThat(newer.run("plan", "--json", "main latest").exitsWith(0).out())
        .contains("\"waiting\" : [ {");
    assertThat(newer.run("plan", "--contract", "main latest").exitsWith(0).out())
        .startsWith("main latest: from 0001 to 0003, 2 step(s)")
        .doesNotContain("until the pods");
    assertThat(newer.run("plan", "--contract-early", "main latest").exitsWith(0).out())
        .contains("V0003__drop_email.sql is applied although old pods may still run");
  }

  @Test
  void the_two_options_exclude_each_other() {
    assertThat(
            newer
                .run("plan", "--contract", "--contract-early", "main latest")
                .exitsWith(ExitCode.USAGE.code())
                .err())
        .contains("Pass one of the two.");
  }

  @Test
  void a_run_that_another_one_follows_takes_back_only_what_the_old_pods_can_not_live_with() {
    newer.run("migrate", "main latest").exitsWith(0);
    older.with("LOCKSTEP_CONTRACT_FOLLOWS", "true").run("migrate", "main 1").exitsWith(0);
    isAt(older, "0002");
    older.run("migrate", "--contract", "main 1").exitsWith(0);
    isAt(older, "0001");
  }

  @Test
  void the_tenants_command_has_the_same_options() {
    assertThat(newer.run("migrate-tenants", "--help").exitsWith(0).out())
        .contains("--contract", "--contract-early");
  }
}
