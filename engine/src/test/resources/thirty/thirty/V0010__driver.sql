create table driver (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    route_id bigint references route (id),
    constraint driver_amount_check check (amount >= 0)
);
comment on table driver is 'Drivers; made in V0010';
insert into driver (code, amount, made_on, route_id)
select 'driver-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table driver alter column id restart with 1501;
insert into step_log(step) values ('V0010');
