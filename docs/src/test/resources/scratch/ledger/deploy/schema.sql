-- Deploy ledger:schema to pg

BEGIN;

CREATE SCHEMA ledger;

COMMIT;
