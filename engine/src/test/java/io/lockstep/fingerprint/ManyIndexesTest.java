package io.lockstep.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.catalogs.DescribingSettings;
import io.lockstep.fingerprint.objects.DescribedObject;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is put together for many tables is what PostgreSQL itself writes. */
class ManyIndexesTest {
  private static final String INDEXES =
      """
      create schema "Odd.Schema";
      create type mood as enum ('sad');
      create domain amount as numeric;
      create type pair as (a int, b int);
      create table "Odd Table" ("select" int primary key, "Name" text unique, v varchar(9), c char(3), n numeric, d amount,
                              m mood, a int[], j jsonb, u uuid, t timestamptz, i inet, ci cidr, o oid, p pair, b bytea,
                              q name, r int4range, l text collate "C", gone int, bit bit(3), vb varbit, mo money);
      alter table "Odd Table" drop gone;
      create index on "Odd Table" (v);
      create index on "Odd Table" (c);
      create index on "Odd Table" (n);
      create index on "Odd Table" (d);
      create index on "Odd Table" (m);
      create index on "Odd Table" (a);
      create index on "Odd Table" (j);
      create index on "Odd Table" (u, t);
      create index on "Odd Table" (i);
      create index on "Odd Table" (ci);
      create index on "Odd Table" (o, m);
      create index on "Odd Table" (p);
      create index on "Odd Table" (b);
      create index on "Odd Table" (q);
      create index on "Odd Table" (r);
      create index on "Odd Table" (l);
      create index on "Odd Table" (bit);
      create index on "Odd Table" (vb);
      create index on "Odd Table" (mo);
      create index on "Odd Table" (v, "Name");
      create index on "Odd Table" ("Name", v desc);
      create index on "Odd Table" (n desc);
      create index on "Odd Table" (n nulls first);
      create index on "Odd Table" (n, u desc nulls last);
      create index on "Odd Table" (l collate "POSIX");
      create index on "Odd Table" (n, v collate "C");
      create index on "Odd Table" (v text_pattern_ops);
      create index on "Odd Table" (v varchar_pattern_ops);
      create index on "Odd Table" (n, v varchar_ops);
      create index on "Odd Table" (lower(v));
      create index on "Odd Table" (n, lower(v));
      create index on "Odd Table" (n) where n > 3;
      create index on "Odd Table" (n) include (v);
      create unique index on "Odd Table" (n, u);
      create unique index on "Odd Table" (n, u, v);
      create unique index on "Odd Table" (c) nulls not distinct;
      create index on "Odd Table" (n) with (fillfactor = 50);
      create index on "Odd Table" using hash (n);
      create index on "Odd Table" using gin (j);
      create index on "Odd Table" using brin (n);
      create index "Odd.Index" on "Odd Table" (n);
      alter table "Odd Table" add exclude using btree (u with =);
      alter table "Odd Table" cluster on "Odd.Index";
      alter table "Odd Table" add constraint later unique (t) deferrable;
      create table parted (n int, m text) partition by range (n);
      create table parted_1 partition of parted for values from (1) to (9);
      create index on parted (n);
      create index on parted (m, n);
      create unique index on only parted (n, m);
      create table "Odd.Schema".t (id int primary key, v varchar unique, "A" int, unique (v, "A"));
      create materialized view seen as select 1 as n;
      create index on seen (n);
      create extension citext;
      create table ex (c citext primary key);
      """;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void an_index_is_described_as_postgresql_itself_writes_it() throws SQLException {
    assertThatBothAreTheSame(INDEXES);
  }

  @Test
  void an_operator_class_that_somebody_has_made_the_default_is_seen() throws SQLException {
    assertThatBothAreTheSame(
        INDEXES
            + """
              create operator class mine default for type varchar using btree as
                operator 1 <(text, text), operator 2 <=(text, text), operator 3 =(text, text), operator 4 >=(text, text),
                operator 5 >(text, text), function 1 (varchar, varchar) bttextcmp(text, text);
              create index on "Odd Table" (v);
              create index on "Odd Table" (v text_ops);
              """);
  }

  private void assertThatBothAreTheSame(String made) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(made);
      JdbcClient jdbc = Session.jdbcOn(connection);
      SchemaScope scope = SchemaScope.read(jdbc, "public", ObjectPatterns.NONE);
      int server = DescribingSettings.make(jdbc);
      List<DescribedObject> expected = new FingerprintReader(jdbc).describe(scope, server);
      List<DescribedObject> many = new ArrayList<>();
      jdbc.sql(FingerprintReader.queryOfMany(jdbc))
          .params("public", scope.schemas().toArray(String[]::new))
          .query(
              rs -> {
                many.add(
                    new DescribedObject(
                        rs.getString("unit"),
                        rs.getString("whole"),
                        rs.getString("kind") + " " + rs.getString("name"),
                        rs.getString("definition") == null ? "" : rs.getString("definition")));
              });
      assertThat(many).containsExactlyInAnyOrderElementsOf(expected).doesNotHaveDuplicates();
      assertThat(many.stream().map(DescribedObject::key)).doesNotHaveDuplicates();
    }
  }
}
