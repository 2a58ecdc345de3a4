create table vehicle (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    driver_id bigint references driver (id),
    constraint vehicle_amount_check check (amount >= 0)
);
comment on table vehicle is 'Vehicles; made in V0013';
insert into vehicle (code, amount, made_on, driver_id)
select 'vehicle-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table vehicle alter column id restart with 1501;
insert into step_log(step) values ('V0013');
