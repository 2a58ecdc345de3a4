-- lockstep: no-transaction
DROP INDEX CONCURRENTLY IF EXISTS loan_due_idx;
