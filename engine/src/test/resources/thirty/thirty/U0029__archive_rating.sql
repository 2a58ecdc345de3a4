insert into step_log(step) values ('U0029');
update archive set rating = 0 where id <= 1500;
delete from archive where code like 'late-%';
alter table archive alter column id restart with 1501;
alter table archive
    drop constraint archive_rating_check,
    drop column rating;
