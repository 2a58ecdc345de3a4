package io.lockstep.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Patience;
import io.lockstep.fingerprint.catalogs.CatalogMark;
import io.lockstep.fingerprint.catalogs.CatalogScan;
import io.lockstep.fingerprint.recorded.SchemaChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** By its mark a reading finds what has changed since the last one, and looks at little else. */
class CatalogMarkTest extends RecordedShop {
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
              commit();
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
    commit();
  }

  private Set<Integer> groupsWithLosses(CatalogMark mark) {
    return CatalogScan.since(jdbc, Optional.of(mark), scope().digest()).groupsWithLosses();
  }

  @Test
  void a_mark_that_was_restored_from_elsewhere_is_none() throws SQLException {
    record();
    commit();
    sql("update lockstep.fingerprint set mark = mark");
    assertThat(record().whole()).isTrue();
    assertThat(record().whole()).isFalse();
  }

  @Test
  void a_transaction_that_is_under_way_hides_nothing() throws SQLException {
    try (Connection early = database.connect();
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("comment on table purchase is 'early'");
      statement.execute("savepoint s");
      statement.execute("comment on table customer is 'in a savepoint'");
      sql("comment on table heir is 'a'");
      record();
      commit();
      sql("comment on table heir is 'b'");
      assertThatTheChangesAreThoseOfAFullReading("while another is under way");
      sql("create table brief (); alter table heir add constraint brief check (more > 0)");
      record();
      commit();
      sql("drop table brief; alter table heir drop constraint brief");
      assertThatTheChangesAreThoseOfAFullReading("what has come and gone meanwhile");
      commit();
      early.commit();
    }
    assertThatTheChangesAreThoseOfAFullReading("when it has committed");
    commit();
    sql("drop table heir");
    assertThatTheChangesAreThoseOfAFullReading("later");
  }
}
