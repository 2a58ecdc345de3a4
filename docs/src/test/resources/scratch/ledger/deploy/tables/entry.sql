-- Deploy ledger:tables/entry to pg

BEGIN;

CREATE TABLE ledger.entry (id BIGINT PRIMARY KEY);

COMMIT;
