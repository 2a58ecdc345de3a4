create table invoice (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    scan_id bigint references scan (id),
    constraint invoice_amount_check check (amount >= 0)
);
comment on table invoice is 'Invoices; made in V0019';
insert into invoice (code, amount, made_on, scan_id)
select 'invoice-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table invoice alter column id restart with 1501;
insert into step_log(step) values ('V0019');
