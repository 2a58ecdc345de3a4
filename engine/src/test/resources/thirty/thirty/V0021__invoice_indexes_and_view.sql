create index invoice_code_idx on invoice (code, made_on);
create unique index invoice_lower_key on invoice (lower(code), id) where amount > 10;
create view invoice_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from invoice
     group by 1;
create function invoice_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from invoice where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function invoice_total(date, date) is 'Both days included';
select pg_sleep(0.15);
insert into step_log(step) values ('V0021');
