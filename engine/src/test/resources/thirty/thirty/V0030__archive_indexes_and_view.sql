create index archive_code_idx on archive (code, made_on);
create unique index archive_lower_key on archive (lower(code), id) where amount > 10;
create view archive_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from archive
     group by 1;
create function archive_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from archive where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function archive_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0030');
