create table parcel (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    depot_id bigint references depot (id),
    constraint parcel_amount_check check (amount >= 0)
);
comment on table parcel is 'Parcels; made in V0004';
insert into parcel (code, amount, made_on, depot_id)
select 'parcel-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table parcel alter column id restart with 1501;
insert into step_log(step) values ('V0004');
