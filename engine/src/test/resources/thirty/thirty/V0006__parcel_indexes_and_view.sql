create index parcel_code_idx on parcel (code, made_on);
create unique index parcel_lower_key on parcel (lower(code), id) where amount > 10;
create view parcel_monthly as
    select date_trunc('month', made_on)::date as month, count(*) as n, sum(amount) as total
      from parcel
     group by 1;
create function parcel_total(from_day date, to_day date) returns bigint
    language plpgsql stable
as $$
declare
    s bigint;
begin
    select coalesce(sum(amount), 0) into s from parcel where made_on between from_day and to_day;
    return s;
end;
$$;
comment on function parcel_total(date, date) is 'Both days included';
insert into step_log(step) values ('V0006');
