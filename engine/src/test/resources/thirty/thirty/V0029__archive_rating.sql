alter table archive add column rating integer;
update archive set rating = (amount * 7 + id) % 100;
alter table archive
    alter column rating set not null,
    alter column rating set default 0,
    add constraint archive_rating_check check (rating between 0 and 99);
-- Set here and not left to nextval, which a rollback would not take back.
alter table archive alter column id restart with 1501;
insert into archive (code, amount, made_on, rating)
select 'late-' || n, n % 10, date '2025-01-01', n % 100
  from generate_series(1, 500) as n;
insert into step_log(step) values ('V0029');
