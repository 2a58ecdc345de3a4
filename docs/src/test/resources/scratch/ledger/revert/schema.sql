-- Revert ledger:schema from pg

BEGIN;

DROP SCHEMA ledger;

COMMIT;
