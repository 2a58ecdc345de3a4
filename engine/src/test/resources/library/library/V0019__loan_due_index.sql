-- lockstep: no-transaction
-- A build that was broken off leaves an invalid index behind: clear it away first.
DROP INDEX CONCURRENTLY IF EXISTS loan_due_idx;
CREATE INDEX CONCURRENTLY loan_due_idx ON loan (due_on, status) WHERE returned_on IS NULL;
