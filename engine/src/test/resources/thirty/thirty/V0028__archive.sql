create table archive (
    id      bigint generated always as identity primary key,
    code    text not null,
    amount  integer not null,
    made_on date not null,
    claim_id bigint references claim (id),
    constraint archive_amount_check check (amount >= 0)
);
comment on table archive is 'Archives; made in V0028';
insert into archive (code, amount, made_on, claim_id)
select 'archive-' || md5(n::text), n % 997, date '2024-01-01' + n % 365, n % 1000 + 1
  from generate_series(1, 1500) as n;
alter table archive alter column id restart with 1501;
select pg_sleep(0.15);
insert into step_log(step) values ('V0028');
