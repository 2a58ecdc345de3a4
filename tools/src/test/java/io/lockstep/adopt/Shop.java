package io.lockstep.adopt;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.database.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An app of three migrations, of which another tool has applied two; and ways to adopt it. */
record Shop(TestDatabase database, Path db) {
  static final String ORDERS =
      "create table orders (id bigint primary key, placed timestamptz not null);\n";
  static final String TOTAL =
      "alter table orders add column total numeric(12,2) not null default 0;\n";

  /** Writes its files. */
  static Shop on(TestDatabase database, Path db) {
    Shop shop = new Shop(database, db);
    shop.files()
        .file("shop/V0001__orders.sql", ORDERS)
        .file("shop/U0001__orders.sql", "drop table orders;\n")
        .file("shop/V0002__total.sql", TOTAL)
        .file("shop/U0002__total.sql", "alter table orders drop column total;\n")
        .file("shop/V0003__customer.sql", "create table customer (id int);\n")
        .file("shop/U0003__customer.sql", "drop table customer;\n");
    return shop;
  }

  MigrationFolder files() {
    return new MigrationFolder(db);
  }

  AdoptionReport adopt(String... targets) {
    return Adopting.PLAIN.run(database, db, targets);
  }

  AdoptionReport adoptByForce(String... targets) {
    return new Adopting(Optional.empty(), true, Optional.empty(), Optional.empty())
        .run(database, db, targets);
  }

  AdoptionReport adoptFrom(String table, String... targets) {
    return new Adopting(Optional.of(table), false, Optional.empty(), Optional.empty())
        .run(database, db, targets);
  }

  AdoptionReport adoptWith(Reader reader, String... targets) {
    return new Adopting(Optional.empty(), false, Optional.empty(), Optional.of(reader))
        .run(database, db, targets);
  }

  /** Whether there is a trace of Lockstep in the database. */
  boolean isUntouched() {
    return database
        .jdbc()
        .sql(
            """
            select not exists (select from pg_namespace where nspname = 'lockstep')
               and to_regclass('shop_schema_history') is null
            """)
        .query(Boolean.class)
        .single();
  }

  /** The app's history, all but its times. */
  List<String> history() {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws('|', installed_rank, version, description, type, script, checksum, installed_by, success)
              from shop_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }

  /** The run log: target, from, to, result, steps and why, one row each. */
  List<String> runs() {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws('|', target, from_version, to_version, result, exit_code, steps, reason)
              from lockstep.run order by id
            """)
        .query(String.class)
        .list();
  }
}
