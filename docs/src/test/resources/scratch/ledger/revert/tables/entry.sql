-- Revert ledger:tables/entry from pg

BEGIN;

DROP TABLE ledger.entry;

COMMIT;
