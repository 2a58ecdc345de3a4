alter table depot add column weight integer;
update depot set weight = (amount * 7 + id) % 100;
alter table depot
    alter column weight set not null,
    alter column weight set default 0,
    add constraint depot_weight_check check (weight between 0 and 99);
-- Set here and not left to nextval, which a rollback would not take back.
alter table depot alter column id restart with 3001;
insert into depot (code, amount, made_on, weight)
select 'late-' || n, n % 10, date '2025-01-01', n % 100
  from generate_series(1, 500) as n;
insert into step_log(step) values ('V0002');
