create table claim (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    customer_id bigint references customer (id),
    constraint claim_amount_check check (amount >= 0)
);
comment on table claim is 'Claims; made in V0025';
insert into claim (code, amount, made_on, customer_id)
select 'claim-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table claim alter column id restart with 1501;
insert into step_log(step) values ('V0025');
