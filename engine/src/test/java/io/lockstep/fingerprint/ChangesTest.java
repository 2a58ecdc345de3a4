package io.lockstep.fingerprint;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.catalogs.CatalogMark;
import io.lockstep.fingerprint.catalogs.CatalogScan;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.recorded.ComparedSchema;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.fingerprint.recorded.SchemaChanges;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is read of a schema after a change is what a reading of all of it would give. */
class ChangesTest {
  private static final String SHOP =
      """
      create table customer (id int primary key, name text default 'x', note text, spare text);
      create table purchase (id int generated always as identity primary key,
        customer int constraint purchase_customer references customer, total numeric constraint positive check (total > 0));
      create table parted (n int) partition by range (n);
      create table parted_1 partition of parted for values from (1) to (9);
      create table history (installed_rank int, installed_by text, installed_on text, execution_time int, checksum int);
      create table heir (more int) inherits (customer);
      create schema side;
      create type temper as enum ('sad', 'happy');
      create type pair as (a int, b text);
      create domain amount as numeric default 1 constraint amount_positive check (value > 0);
      create sequence counter;
      create table feeling (id int default nextval('counter'), temper temper default 'sad', moods temper[], pair pair, amount amount);
      create function rows_of() returns setof customer language sql as 'select * from customer';
      create function added(customer) returns int language sql immutable as 'select 1';
      create function stamp() returns trigger language plpgsql as 'begin return new; end';
      create view sad as select f.id, c.name, f.temper = 'sad' as yes from feeling f join customer c using (id) where f.temper <> 'happy';
      create view sadder as select name from sad;
      create view shown as select * from rows_of() as r (a, b, c);
      create materialized view counted as select count(*) as n from purchase;
      create index customer_name on customer (lower(name));
      create statistics figures on id, name from customer;
      create trigger touched before update on customer for each row when (new.name is not null) execute function stamp();
      create rule kept as on delete to purchase do instead nothing;
      create policy own on purchase using (total > 1);
      create extension hstore;
      comment on table customer is 'a';
      comment on column customer.name is 'b';
      comment on constraint positive on purchase is 'c';
      comment on trigger touched on customer is 'd';
      comment on index customer_name is 'e';
      comment on function stamp() is 'f';
      comment on type pair is 'g';
      comment on type temper is 'g';
      comment on constraint amount_positive on domain amount is 'h';
      comment on policy own on purchase is 'i';
      comment on rule kept on purchase is 'j';
      comment on statistics figures is 'k';
      grant select on customer to pg_monitor;
      grant select (total) on purchase to pg_monitor;
      """;

  private static final TestDatabase DATABASE = TestDatabase.create();

  private static @TempDir Path folder;
  private final Connection connection;
  private final JdbcClient jdbc;

  ChangesTest() throws SQLException {
    connection = DATABASE.connect();
    connection.setAutoCommit(false);
    jdbc = Session.jdbcOn(connection);
  }

  @BeforeAll
  static void makeShop() throws SQLException {
    new MigrationFolder(folder).file("main/V1__a.sql", SHOP);
    DATABASE.lockstep(folder).migrate(targets("main 1"));
    try (Connection connection = DATABASE.connect()) {
      connection.setAutoCommit(false);
      JdbcClient jdbc = Session.jdbcOn(connection);
      FingerprintStore store = new FingerprintStore(jdbc, "public");
      store.keep(store.everything(scope(jdbc)), 1); // in parts, as of a large schema
      connection.commit();
    }
  }

  /** So that the next one begins with the shop as it was. */
  @AfterEach
  void rollBack() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @MethodSource("io.lockstep.fingerprint.Kind#all")
  void a_change_of_each_kind_of_object_is_found(Kind kind) {
    sql(
        Kind.BASE
            + "create function int4mi_diff(int, int) returns float8 language sql immutable as 'select $1 - $2'");
    record();
    for (String change : List.of(kind.add(), kind.change(), kind.remove())) {
      sql(change);
      assertThatTheChangesAreThoseOfAFullReading(change);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table customer rename to client",
        "alter table customer rename name to title",
        "alter table customer rename constraint customer_pkey to client_key",
        "alter table customer set schema side",
        "alter table customer drop column name cascade",
        "alter table customer drop column spare cascade",
        "alter table customer add column age int not null default 7",
        "alter table customer disable trigger all",
        "alter table customer owner to pg_monitor",
        "alter table customer cluster on customer_pkey",
        "alter table purchase drop constraint purchase_customer",
        "alter table purchase drop constraint positive",
        "alter table purchase alter id drop identity",
        "alter table purchase alter total set not null",
        "alter table purchase add constraint other foreign key (id) references customer (id) not valid",
        "alter table purchase rename id to number",
        "alter table purchase rename to buying",
        "alter table parted detach partition parted_1",
        "alter table heir no inherit customer",
        "alter type temper rename value 'sad' to 'blue'",
        "alter type temper add value 'neutral' before 'happy'",
        "alter type temper rename to feeling_kind",
        "alter type temper set schema side",
        "alter type pair rename attribute a to first",
        "alter type pair add attribute c int",
        "alter type pair rename to couple",
        "alter domain amount drop constraint amount_positive",
        "alter domain amount rename to sum_of_money",
        "alter sequence counter rename to ticker",
        "alter sequence counter owned by feeling.id",
        "alter function stamp() rename to touches",
        "alter function stamp() set schema side",
        "alter function rows_of() rename to lines_of",
        "create or replace function rows_of() returns setof customer language sql as 'select 1, null, null, null'",
        "alter view sad rename to sorrow",
        "alter view sad rename column name to who",
        "drop view sadder",
        "drop view shown; drop function rows_of",
        "drop materialized view counted",
        "refresh materialized view counted",
        "drop trigger touched on customer",
        "drop rule kept on purchase",
        "drop policy own on purchase",
        "drop statistics figures",
        "alter statistics figures rename to numbers",
        "alter statistics figures set schema side",
        "drop index customer_name",
        "analyze customer",
        "drop table purchase cascade",
        "drop table heir; create table heir (more int) inherits (customer)",
        "drop table feeling cascade",
        "drop schema side",
        "create schema other",
        "create schema other; create table other.t (id int primary key)",
        "alter schema side rename to elsewhere",
        "grant usage on schema side to pg_monitor",
        "comment on schema public is 'x'",
        "comment on table customer is null",
        "comment on column customer.name is null",
        "comment on constraint positive on purchase is null",
        "comment on trigger touched on customer is null",
        "comment on index customer_name is null",
        "comment on function stamp() is null",
        "comment on type pair is null",
        "comment on type temper is null",
        "comment on constraint amount_positive on domain amount is null",
        "comment on policy own on purchase is null",
        "comment on rule kept on purchase is null",
        "comment on statistics figures is null",
        "revoke select on customer from pg_monitor",
        "revoke select (total) on purchase from pg_monitor",
        "revoke execute on function stamp() from public",
        "grant usage on type temper to pg_monitor",
        "alter default privileges in schema side grant select on tables to pg_monitor",
        "alter extension hstore drop function hstore_to_json(hstore)",
        "alter extension hstore add function stamp()",
        "alter extension hstore set schema side",
        "drop extension hstore",
        "create extension pg_trgm",
        "alter table customer add column json_column json; create index on customer (lower(note))",
        "alter table history add column script text",
        "alter table customer add column a int; savepoint s; alter table purchase add column b int; release s; savepoint s; drop table heir; rollback to s",
        "do $$ begin begin alter table customer add column a int; perform 1 / 0; exception when others then alter table purchase add c int; end; end $$"
      })
  void a_change_shows_wherever_it_is_named(String change) {
    sql(change);
    assertThatTheChangesAreThoseOfAFullReading(change);
  }

  @Test
  void a_role_with_another_name_is_found() {
    String role = DATABASE.name() + "_role";
    sql("create role %s; grant select on purchase to %<s;".formatted(role));
    record();
    sql("alter role %s rename to %<s_2".formatted(role));
    assertThatTheChangesAreThoseOfAFullReading("rename role");
  }

  @Test
  void a_step_reads_no_more_than_it_has_changed() {
    for (String change :
        List.of(
            "create table further (id int primary key, name text)",
            "alter table heir add column a int",
            "alter table purchase drop constraint positive",
            "create index on purchase (total)",
            "drop table further",
            "comment on table heir is 'x'",
            "create function g() returns int language sql as 'select 1'",
            "drop function g")) {
      sql(change);
      SchemaChanges changes = record();
      assertThat(changes.whole()).as(change).isFalse();
      assertThat(changes.units()).as(change).hasSizeLessThan(12);
    }
  }

  @Test
  void a_first_look_gathers_none_of_the_rows_that_there_are() {
    assertThat(CatalogScan.since(jdbc, Optional.empty(), "x").changed())
        .noneMatch(address -> address.id() < 16_384);
  }

  @Test
  void a_loss_is_looked_for_in_its_group_only() throws SQLException {
    sql("create table losing (a int, b int); create index losing_a on losing (a)");
    AtomicReference<CatalogMark> mark = new AtomicReference<>();
    Patience.await() // until no transaction is under way beside this one, in any database
        .until(
            () -> {
              mark.set(record().mark());
              connection.commit();
              return groupsWithLosses(mark.get()).isEmpty();
            });
    long table = jdbc.sql("select 'public.losing'::regclass::oid::int8").query(Long.class).single();
    Integer group = (int) (table % CatalogScan.GROUPS);
    sql("drop index losing_a");
    assertThat(groupsWithLosses(mark.get())).containsExactly(group);
    assertThatTheChangesAreThoseOfAFullReading("drop index");
    sql("drop table losing");
    assertThat(groupsWithLosses(mark.get())).contains(group).hasSizeLessThan(4);
    assertThatTheChangesAreThoseOfAFullReading("drop table");
    record();
    connection.commit();
  }

  private Set<Integer> groupsWithLosses(CatalogMark mark) {
    return CatalogScan.since(jdbc, Optional.of(mark), scope().digest()).groupsWithLosses();
  }

  @Test
  void a_mark_that_was_restored_from_elsewhere_is_none() throws SQLException {
    record();
    connection.commit();
    sql("update lockstep.fingerprint set mark = mark");
    assertThat(record().whole()).isTrue();
    assertThat(record().whole()).isFalse();
  }

  @Test
  void a_transaction_that_is_under_way_hides_nothing() throws SQLException {
    try (Connection early = DATABASE.connect();
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("comment on table purchase is 'early'");
      statement.execute("savepoint s");
      statement.execute("comment on table customer is 'in a savepoint'");
      sql("comment on table heir is 'a'");
      record();
      connection.commit();
      sql("comment on table heir is 'b'");
      assertThatTheChangesAreThoseOfAFullReading("while another is under way");
      sql("create table brief (); alter table heir add constraint brief check (more > 0)");
      record();
      connection.commit();
      sql("drop table brief; alter table heir drop constraint brief");
      assertThatTheChangesAreThoseOfAFullReading("what has come and gone meanwhile");
      connection.commit();
      early.commit();
    }
    assertThatTheChangesAreThoseOfAFullReading("when it has committed");
    connection.commit();
    sql("drop table heir");
    assertThatTheChangesAreThoseOfAFullReading("later");
  }

  /** Records what has changed, and compares with what a full reading finds. */
  private void assertThatTheChangesAreThoseOfAFullReading(String as) {
    Fingerprint before = recorded();
    Fingerprint now = new FingerprintReader(jdbc).read("public");
    FingerprintStore store = new FingerprintStore(jdbc, "public");
    SchemaScope scope = scope();
    assertThat(store.drift(scope).orElseThrow().drift().differences())
        .as(as)
        .isEqualTo(Drift.between(before, now).differences());
    ComparedSchema compared = store.compare(scope);
    assertThat(compared.recorded().orElseThrow().driftTo(compared.now(), scope))
        .as(as)
        .isEqualTo(Drift.between(before, now));
    record();
    assertThat(recorded()).as(as).isEqualTo(now);
  }

  private SchemaChanges record() {
    FingerprintStore store = new FingerprintStore(jdbc, "public");
    SchemaChanges changes = store.changes(scope());
    store.keep(changes, 1);
    return changes;
  }

  private SchemaScope scope() {
    return scope(jdbc);
  }

  private static SchemaScope scope(JdbcClient jdbc) {
    return SchemaScope.read(jdbc, "public", ObjectPatterns.NONE);
  }

  private Fingerprint recorded() {
    return new FingerprintStore(jdbc, "public").find().orElseThrow().fingerprint();
  }

  private void sql(String text) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local search_path = public; " + text);
    } catch (SQLException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
