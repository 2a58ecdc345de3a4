create index customer_code_idx on customer (code, made_on);
create unique index customer_lower_key on customer (lower(code), id) where amount > 10;
create view customer_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from customer
     group by 1;
create function customer_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from customer where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function customer_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0024');
