create table scan (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    vehicle_id bigint references vehicle (id),
    constraint scan_amount_check check (amount >= 0)
);
comment on table scan is 'Scans; made in V0016';
insert into scan (code, amount, made_on, vehicle_id)
select 'scan-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table scan alter column id restart with 1501;
insert into step_log(step) values ('V0016');
