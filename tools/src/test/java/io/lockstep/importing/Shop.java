package io.lockstep.importing;

/** The statements of a shop's three migrations, which each tool's sample wraps in its own way. */
final class Shop {
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

  private Shop() {}
}
