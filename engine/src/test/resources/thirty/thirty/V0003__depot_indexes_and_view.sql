create index depot_code_idx on depot (code, made_on);
create unique index depot_lower_key on depot (lower(code), id) where amount > 10;
create view depot_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from depot
     group by 1;
create function depot_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from depot where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function depot_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0003');
