create table customer (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    invoice_id bigint references invoice (id),
    constraint customer_amount_check check (amount >= 0)
);
comment on table customer is 'Customers; made in V0022';
insert into customer (code, amount, made_on, invoice_id)
select 'customer-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table customer alter column id restart with 1501;
insert into step_log(step) values ('V0022');
