package io.lockstep.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.objects.FingerprintReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintReaderTest {
  private final TestDatabase database = TestDatabase.create();

  @ParameterizedTest
  @MethodSource("io.lockstep.fingerprint.Kind#all")
  void an_object_is_seen_when_it_is_added_changed_and_removed(Kind kind) {
    sql(Kind.BASE);
    sql(
        "create function int4mi_diff(int, int) returns float8 language sql immutable as 'select $1 - $2'");
    Fingerprint before = read();
    sql(kind.add());
    Fingerprint added = read();
    assertThat(difference(before, added)).contains("+ " + kind.object());
    sql(kind.change());
    Fingerprint changed = read();
    assertThat(difference(added, changed))
        .anySatisfy(line -> assertThat(line).startsWith("~ " + kind.object() + ": "));
    sql(kind.remove());
    assertThat(difference(changed, read())).contains("- " + kind.object());
    assertThat(read().digest()).isEqualTo(before.digest());
  }

  @Test
  void it_does_not_depend_on_the_order_in_which_things_were_made() {
    List<String> tables =
        IntStream.range(0, 20)
            .mapToObj(
                i -> "create table t%d (a int, b text); create index on t%<d (b)".formatted(i))
            .toList();
    TestDatabase other = TestDatabase.create();
    for (int i = 0; i < tables.size(); i++) {
      sql(tables.get(i));
      sql(other, tables.get(tables.size() - 1 - i));
    }
    sql("create table o (a int, b text)");
    sql(
        other,
        "create table o (b text, gone int); alter table o drop gone; alter table o add a int");
    assertThat(read(other)).isEqualTo(read());
    assertThat(read(other).digest()).isEqualTo(read().digest());
  }

  @Test
  void it_does_not_depend_on_who_made_things() {
    TestDatabase other = TestDatabase.create();
    String role = other.name() + "_maker";
    sql(other, "create role " + role + "; grant create on schema public to " + role);
    sql("grant create on schema public to " + role);
    String made =
        Kind.BASE + "grant select on question to public; grant update on question to current_user;";
    sql(made);
    sql(other, "set role " + role + ";" + made);
    assertThat(read(other)).isEqualTo(read());
  }

  @Test
  void it_does_not_depend_on_who_reads_it_with_which_search_path() throws SQLException {
    sql(Kind.BASE);
    for (Kind kind : Kind.all()) {
      if (kind.object()
          .matches("(view v|function|trigger|policy|enum|domain|sequence|materialized).*")) {
        sql(kind.add());
      }
    }
    String role = database.name() + "_reader";
    sql("create role " + role);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role + "; set search_path = public, pg_temp");
      assertThat(read(connection)).isEqualTo(read());
    }
  }

  @Test
  void a_grant_of_what_is_given_anyway_is_none() {
    sql(Kind.BASE);
    Fingerprint before = read();
    sql("grant select on question to postgres; grant execute on function touch to public");
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void data_and_statistics_are_not_in_it() {
    sql(Kind.BASE + "create sequence sq; create index on question (words);");
    Fingerprint before = read();
    sql("insert into question select nextval('sq'), now(), 'x' from generate_series(1, 100)");
    sql("analyze question");
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void what_belongs_to_an_extension_or_to_flyway_is_not_in_it() {
    Fingerprint before = read();
    sql("create extension hstore");
    sql(
        """
        create table any_name (installed_rank int primary key, version text, description text, type text, script text,
                               checksum int, installed_by text, installed_on timestamp, execution_time int, success bool);
        create index on any_name (success);
        comment on column any_name.success is 'x';
        grant select on any_name to public;
        """);
    assertThat(difference(before, read())).containsExactly("+ extension hstore");
  }

  @Test
  void a_name_that_needs_quotes_has_them() {
    sql("create table \"Odd name\" (\"a.b\" int)");
    assertThat(read().objects()).containsKeys("table \"Odd name\"", "column \"Odd name\".\"a.b\"");
  }

  @Test
  void other_schemas_are_in_it_with_their_names() {
    Fingerprint before = read();
    sql(
        "create schema other; create table other.t (id int primary key); create type other.e as enum ('x')");
    assertThat(difference(before, read()))
        .containsExactly(
            "+ column other.t.id",
            "+ constraint other.t.t_pkey",
            "+ enum other.e",
            "+ index other.t_pkey",
            "+ schema other",
            "+ table other.t");
  }

  @Test
  void postgresqls_own_schemas_and_locksteps_are_not_in_it() {
    Fingerprint before = read();
    sql("create schema lockstep; create table lockstep.x (); create temporary table t ()");
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void what_everybody_may_do_in_the_home_schema_is_in_it_and_who_else_may_use_it_is_not() {
    Fingerprint before = read();
    sql("grant usage on schema public to pg_monitor");
    assertThat(read()).isEqualTo(before);
    sql("revoke usage on schema public from public");
    assertThat(difference(before, read())).containsExactly("- grant on schema public to public");
  }

  @Test
  void what_depends_on_an_extension_is_in_it() {
    sql(Kind.BASE);
    Fingerprint before = read();
    sql("create index i on question (words); alter index i depends on extension plpgsql");
    sql("alter function touch depends on extension plpgsql");
    assertThat(difference(before, read()))
        .containsExactly(
            "+ dependency of function touch() on extension plpgsql",
            "+ dependency of index i on extension plpgsql",
            "+ index i");
  }

  @Test
  void a_comment_that_a_dump_leaves_out_is_not_in_it() {
    sql(
        Kind.BASE
            + """
              create view v as select id from question;
              create table p (n int) partition by range (n);
              create table p1 partition of p for values from (1) to (2);
              create trigger g before insert on p for each row execute function touch();
              """);
    Fingerprint before = read();
    sql("comment on rule \"_RETURN\" on v is 'a'; comment on trigger g on p1 is 'b'");
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void options_in_another_order_are_the_same() {
    sql(
        "create foreign data wrapper w; create server s foreign data wrapper w;"
            + "create foreign table ft (id int options (a '1', b '2')) server s options (a '1', b '2')");
    Fingerprint before = read();
    sql("alter foreign table ft options (drop a); alter foreign table ft options (add a '1')");
    sql("alter foreign table ft alter id options (drop a)");
    assertThat(read()).isNotEqualTo(before);
    sql("alter foreign table ft alter id options (add a '1')");
    assertThat(read()).isEqualTo(before);
  }

  private Fingerprint read() {
    return read(database);
  }

  private static Fingerprint read(TestDatabase database) {
    try (Connection connection = database.connect()) {
      return read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Fingerprint read(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return new FingerprintReader(Session.jdbcOn(connection)).read("public");
  }

  private static List<String> difference(Fingerprint before, Fingerprint after) {
    return FingerprintDifference.between(before, after).lines();
  }

  private void sql(String text) {
    sql(database, text);
  }

  private static void sql(TestDatabase database, String text) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
