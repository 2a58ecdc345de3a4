insert into step_log(step) values ('U0017');
update scan set rating = 0 where id <= 1500;
delete from scan where code like 'late-%';
alter table scan alter column id restart with 1501;
alter table scan
    drop constraint scan_rating_check,
    drop column rating;
