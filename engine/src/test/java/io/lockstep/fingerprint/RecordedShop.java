package io.lockstep.fingerprint;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database with objects of many kinds, whose fingerprint is recorded. Each test begins with it as
 * it was, and in a transaction.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RecordedShop {
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

  final TestDatabase database = TestDatabase.create();
  private Connection connection;
  JdbcClient jdbc;

  @BeforeAll
  void makeShop(@TempDir Path folder) throws SQLException {
    new MigrationFolder(folder).file("main/V1__a.sql", SHOP);
    database.lockstep(folder).migrate(targets("main 1"));
    open();
    FingerprintStore store = new FingerprintStore(jdbc, "public");
    store.keep(store.everything(scope()), 1); // in parts, as of a large schema
    commit();
    rollBack();
  }

  @BeforeEach
  void open() throws SQLException {
    connection = database.connect();
    connection.setAutoCommit(false);
    jdbc = Session.jdbcOn(connection);
  }

  /** So that the next one begins with the shop as it was. */
  @AfterEach
  void rollBack() throws SQLException {
    connection.close();
  }

  /** Records what has changed, and compares with what a full reading finds. */
  void assertThatTheChangesAreThoseOfAFullReading(String as) {
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

  SchemaChanges record() {
    FingerprintStore store = new FingerprintStore(jdbc, "public");
    SchemaChanges changes = store.changes(scope());
    store.keep(changes, 1);
    return changes;
  }

  SchemaScope scope() {
    return SchemaScope.read(jdbc, "public", ObjectPatterns.NONE);
  }

  private Fingerprint recorded() {
    return new FingerprintStore(jdbc, "public").find().orElseThrow().fingerprint();
  }

  void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void sql(String text) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local search_path = public; " + text);
    } catch (SQLException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
