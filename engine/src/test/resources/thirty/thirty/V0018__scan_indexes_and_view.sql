create index scan_code_idx on scan (code, made_on);
create unique index scan_lower_key on scan (lower(code), id) where amount > 10;
create view scan_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from scan
     group by 1;
create function scan_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from scan where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function scan_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0018');
