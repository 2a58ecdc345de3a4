alter table route add column weight integer;
update route set weight = (amount * 7 + id) % 100;
alter table route
    alter column weight set not null,
    alter column weight set default 0,
    add constraint route_weight_check check (weight between 0 and 99);
-- Set here and not left to nextval, which a rollback would not take back.
alter table route alter column id restart with 1501;
insert into route (code, amount, made_on, weight)
select 'late-' || n, n % 10, date '2025-01-01', n % 100
  from generate_series(1, 500) as n;
insert into step_log(step) values ('V0008');
