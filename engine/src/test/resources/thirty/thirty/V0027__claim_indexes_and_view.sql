create index claim_code_idx on claim (code, made_on);
create unique index claim_lower_key on claim (lower(code), id) where amount > 10;
create view claim_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from claim
     group by 1;
create function claim_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from claim where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function claim_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0027');
