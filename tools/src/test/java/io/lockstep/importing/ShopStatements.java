package io.lockstep.importing;

import java.nio.file.Path;

/** The statements of a shop's three migrations, which each tool's sample wraps in its own way. */
final class ShopStatements {
  static final String TABLES =
      """
      create table customer (id bigint generated always as identity primary key, name text not null);
      create table purchase (
          id bigint generated always as identity primary key,
          customer bigint not null references customer, -- who; not null
          total numeric(10, 2) not null default 0 check (total >= 0)
      );
      insert into customer (name) values ('a;b'), ('-- c');
      """;

  static final String DROP_TABLES =
      """
      drop table purchase;
      drop table customer;
      """;

  static final String FUNCTION =
      """
      create function customer_name() returns trigger language plpgsql as $$
      begin
        new.name := trim(new.name); -- without blanks
        return new;
      end;
      $$;
      """;

  static final String TRIGGER =
      "create trigger customer_name before insert on customer for each row execute function"
          + " customer_name();\n";

  static final String DROP_FUNCTION =
      """
      drop trigger customer_name on customer;
      drop function customer_name();
      """;

  static final String INDEX =
      "create index concurrently purchase_customer_idx on purchase (customer);\n";

  static final String DROP_INDEX = "drop index concurrently purchase_customer_idx;\n";

  private ShopStatements() {}

  /** Its tables and its index as goose has them. */
  static Importing goose(Path folder) {
    return new Importing("goose", folder)
        .file("00001_tables.sql", "-- +goose Up\n" + TABLES + "-- +goose Down\n" + DROP_TABLES)
        .file(
            "20240101120000_index.sql",
            "-- +goose NO TRANSACTION\n-- +goose Up\n" + INDEX + "-- +goose Down\n" + DROP_INDEX);
  }

  /** The same as dbmate has them, in files of these names. */
  static Importing dbmate(Path folder, String tables, String index) {
    return new Importing("dbmate", folder)
        .file(tables, "-- migrate:up\n" + TABLES + "\n-- migrate:down\n" + DROP_TABLES)
        .file(
            index,
            "-- migrate:up transaction:false\n"
                + INDEX
                + "-- migrate:down transaction:false\n"
                + DROP_INDEX);
  }

  /** All as sqlx has them. */
  static Importing sqlx(Path folder) {
    return new Importing("sqlx", folder)
        .file("1_tables.up.sql", TABLES)
        .file("1_tables.down.sql", DROP_TABLES)
        .file("20240101120000_function.up.sql", FUNCTION + TRIGGER)
        .file("20240101120000_function.down.sql", DROP_FUNCTION)
        .file("20240102120000_index.up.sql", "-- no-transaction\n" + INDEX)
        .file("20240102120000_index.down.sql", "-- no-transaction\n" + DROP_INDEX);
  }

  /** All as diesel has them. */
  static Importing diesel(Path folder) {
    return new Importing("diesel", folder)
        .file("00000000000000_tables/up.sql", TABLES)
        .file("00000000000000_tables/down.sql", DROP_TABLES)
        .file("2024-01-01-120000_function/up.sql", FUNCTION + TRIGGER)
        .file("2024-01-01-120000_function/down.sql", DROP_FUNCTION)
        .file("2024-01-02-120000_index/up.sql", INDEX)
        .file("2024-01-02-120000_index/down.sql", DROP_INDEX)
        .file("2024-01-02-120000_index/metadata.toml", "run_in_transaction = false\n");
  }

  /** All as sql-migrate has them, with a comment in a body, which it does not send. */
  static Importing sqlMigrate(Path folder) {
    return new Importing("sql-migrate", folder)
        .file("1-tables.sql", "-- +migrate Up\n" + TABLES + "-- +migrate Down\n" + DROP_TABLES)
        .file(
            "20240101120000-function.sql",
            "-- +migrate Up\n-- +migrate StatementBegin\n"
                + FUNCTION.replace("begin\n", "begin\n-- not sent\n").replace("$$;\n", "$$\n")
                + "-- +migrate StatementEnd\n"
                + TRIGGER
                + "-- +migrate Down\n"
                + DROP_FUNCTION)
        .file(
            "20240101120000-index.sql",
            "-- +migrate Up notransaction\n"
                + INDEX
                + "-- +migrate Down notransaction\n"
                + DROP_INDEX);
  }
}
