alter table vehicle add column weight integer;
update vehicle set weight = (amount * 7 + id) % 100;
alter table vehicle
    alter column weight set not null,
    alter column weight set default 0,
    add constraint vehicle_weight_check check (weight between 0 and 99);
-- Set here and not left to nextval, which a rollback would not take back.
alter table vehicle alter column id restart with 1501;
insert into vehicle (code, amount, made_on, weight)
select 'late-' || n, n % 10, date '2025-01-01', n % 100
  from generate_series(1, 500) as n;
select pg_sleep(0.15);
insert into step_log(step) values ('V0014');
