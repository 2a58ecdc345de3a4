create index route_code_idx on route (code, made_on);
create unique index route_lower_key on route (lower(code), id) where amount > 10;
create view route_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from route
     group by 1;
create function route_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from route where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function route_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0009');
