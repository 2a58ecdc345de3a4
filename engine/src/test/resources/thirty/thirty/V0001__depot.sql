create table step_log (
    at   timestamptz default clock_timestamp(),
    step text
);

create table depot (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    constraint depot_amount_check check (amount >= 0)
);
comment on table depot is 'Depots; made in V0001';
insert into depot (code, amount, made_on)
select 'depot-' || md5(n::text), n % 997, date '2024-01-01' + n % 365
  from generate_series(1, 3000) as n;
alter table depot alter column id restart with 3001;
insert into step_log(step) values ('V0001');
