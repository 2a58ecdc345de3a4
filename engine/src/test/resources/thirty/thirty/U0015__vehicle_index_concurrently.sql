-- lockstep: no-transaction
DROP INDEX CONCURRENTLY IF EXISTS vehicle_code_idx;
insert into step_log(step) values ('U0015');
