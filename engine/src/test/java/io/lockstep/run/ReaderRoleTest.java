package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.PasswordLogin;
import io.lockstep.TestDatabase;
import io.lockstep.database.Reader;
import io.lockstep.network.Network;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The role that lists, and can do nothing else. */
class ReaderRoleTest extends GrantingToReader {
  @Test
  void a_run_makes_it_and_it_can_list_and_not_write() throws SQLException {
    migrate("main 2");
    assertThat(readable()).containsExactly("main 0002");
    try (Connection connection =
            settings(reader.user(), PASSWORD).dataSource("test").getConnection();
        Statement statement = connection.createStatement()) {
      for (String forbidden :
          List.of(
              "create table t ()",
              "delete from public.main_schema_history",
              "insert into lockstep.release values ('r', 1, null, 1, now())")) {
        assertThatThrownBy(() -> statement.execute(forbidden))
            .as(forbidden)
            .hasMessageContaining("read-only");
      }
      statement.execute("set default_transaction_read_only = off");
      for (String forbidden :
          List.of(
              "create table t ()",
              "select from a",
              "delete from public.main_schema_history",
              "delete from lockstep.lease")) {
        assertThatThrownBy(() -> statement.execute(forbidden))
            .as(forbidden)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void a_new_app_can_be_read_from_its_first_run_on_even_if_that_fails() {
    migrate("main 1");
    files.file("shop/V1__orders.sql", "create table orders (nonsense nonsense)");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("shop latest"));
    assertThat(readable()).containsExactly("main 0001", "shop zero");
    files.file("shop/V1__orders.sql", "create table orders ()");
    migrate("shop latest");
    assertThat(readable()).containsExactly("main 0001", "shop 1");
  }

  @Test
  void a_run_with_nothing_to_do_heals_it() {
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(migrate("main 1")).as("on a database from before").isEqualTo("nothing to do");
    assertThat(readable()).containsExactly("main 0001");

    String role = quoted();
    sql("revoke select on public.main_schema_history, lockstep.applied from " + role);
    sql("revoke usage on schema lockstep from " + role);
    sql("alter role " + role + " nologin");
    sql("alter role " + role + " reset all");
    assertThat(migrate("main 1")).isEqualTo("nothing to do");
    assertThat(readable()).containsExactly("main 0001");
  }

  @Test
  void the_command_makes_it_and_grants_only_what_is_missing() {
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(database.lockstep(folder).grantReader(reader).granted())
        .contains("usage on schema lockstep", "select on table public.main_schema_history");
    assertThat(database.lockstep(folder).grantReader(reader).granted()).isEmpty();
    assertThat(readable()).containsExactly("main 0001");
  }

  @Test
  void a_new_password_is_taken_over() {
    migrate("main 1");
    PasswordLogin.require(database.jdbc(), quoted());
    await().until(() -> !canLogIn("wrong"));
    assertThat(canLogIn(PASSWORD)).isTrue();

    Reader changed = new Reader(reader.user(), "another");
    database.lockstep(folder).migrate(with(changed, "main 1"));
    assertThat(canLogIn("another")).isTrue();
    assertThat(canLogIn(PASSWORD)).isFalse();
  }

  private boolean canLogIn(String password) {
    try (Connection connection =
        settings(reader.user(), password).dataSource("test").getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("28P01");
      return false;
    }
  }

  @Test
  void the_password_itself_is_never_sent_to_the_server() throws IOException {
    try (Network wire = Network.to(TestDatabase.port())) {
      as(wire.through(database.settings())).migrate(with(reader, "main 1"));
      assertThat(wire.sent())
          .contains("create role", "SCRAM-SHA-256$")
          .doesNotContain(PASSWORD, "p@ss");
    }
    assertThat(with(reader, "main 1").toString()).contains(reader.user()).doesNotContain("p@ss");
  }

  @Test
  void an_owner_that_may_create_roles_needs_no_more() {
    String owner = owner("createrole");
    as(owner, "x").migrate(with(reader, "main 1"));
    as(owner, "x").migrate(with(reader, "main 2"));
    assertThat(readable()).containsExactly("main 0002");
  }

  @Test
  void an_owner_that_may_not_create_roles_is_told_what_to_grant_before_anything_is_done() {
    String owner = owner("");
    assertThat(
            problem(ExitCode.REFUSED, () -> as(owner, "x").migrate(with(reader, "main 1"))).text())
        .contains(
            "permission denied to create role",
            "ALTER ROLE \"" + owner + "\" CREATEROLE",
            "unset POSTGRES_READER_USER")
        .doesNotContain("p@ss");
    assertThat(database.fingerprint()).isEmpty();
    assertThat(
            database
                .jdbc()
                .sql("select result || ' ' || exit_code from lockstep.run")
                .query(String.class)
                .list())
        .as("seen by later turns")
        .containsExactly("refused 3");
  }

  @Test
  void a_table_that_is_not_ours_to_grant_is_named() {
    String owner = owner("createrole");
    as(owner, "x").migrate(targets("main 1"));
    sql("alter table public.main_schema_history owner to postgres");
    sql("grant all on public.main_schema_history to " + owner);
    assertThat(problem(ExitCode.REFUSED, () -> as(owner, "x").grantReader(reader)).text())
        .contains(
            "may not grant select on table public.main_schema_history", "As the owner: GRANT");
  }

  @Test
  void roles_that_write_are_left_alone() {
    String owner = owner("createrole");
    String writer = database.name() + "_writer";
    sql("create role " + writer + " login");
    sql("create schema authorization " + writer);
    String mighty = database.name() + "_mighty";
    sql("create role " + mighty + " createdb");
    String member = database.name() + "_member";
    sql("create role " + member + " in role " + owner);
    String[][] all = {
      {owner, "the role that migrates"},
      {"postgres", "may do more than read"},
      {writer, "owns a table or the like"},
      {mighty, "may do more than read"},
      {member, "may do more than read"}
    };
    for (String[] role : all) {
      Reader unfit = new Reader(role[0], PASSWORD);
      assertThat(problem(ExitCode.REFUSED, () -> as(owner, "x").grantReader(unfit)).text())
          .as(role[0])
          .contains(role[1], "POSTGRES_READER_USER");
    }
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> as(owner, "x").grantReader(new Reader("pg_nonsense", PASSWORD)))
                .text())
        .contains("reserved");
  }
}
