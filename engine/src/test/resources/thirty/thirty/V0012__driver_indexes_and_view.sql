create index driver_code_idx on driver (code, made_on);
create unique index driver_lower_key on driver (lower(code), id) where amount > 10;
create view driver_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from driver
     group by 1;
create function driver_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from driver where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function driver_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0012');
