-- lockstep: no-transaction
DROP INDEX CONCURRENTLY IF EXISTS vehicle_code_idx;
CREATE INDEX CONCURRENTLY vehicle_code_idx ON vehicle (code, made_on);
insert into step_log(step) values ('V0015');
