create table route (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    parcel_id bigint references parcel (id),
    constraint route_amount_check check (amount >= 0)
);
comment on table route is 'Routes; made in V0007';
insert into route (code, amount, made_on, parcel_id)
select 'route-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table route alter column id restart with 1501;
select pg_sleep(0.15);
insert into step_log(step) values ('V0007');
