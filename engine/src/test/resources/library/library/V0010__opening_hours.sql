-- This file has CRLF line ends.
create table opening_hours (
    weekday    smallint not null check (weekday between 1 and 7),
    minutes    int4range not null,
    note       text default 'first line
second line',
    constraint opening_hours_no_overlap exclude using gist (
        int4range(weekday, weekday, '[]') with &&,
        minutes with &&
    ),
    constraint opening_hours_not_empty check (not isempty(minutes))
);
create function is_open(at timestamp) returns boolean
    language plpgsql stable
as $$
begin
    return exists (
        select from opening_hours
         where weekday = extract(isodow from at)
           and minutes @> (extract(hour from at) * 60 + extract(minute from at))::integer);
end;
$$;
insert into opening_hours (weekday, minutes)
select d, int4range(9 * 60, case when d = 6 then 13 else 18 end * 60) from generate_series(1, 6) as d;
