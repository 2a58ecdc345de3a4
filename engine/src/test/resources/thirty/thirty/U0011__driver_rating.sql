insert into step_log(step) values ('U0011');
update driver set rating = 0 where id <= 1500;
delete from driver where code like 'late-%';
alter table driver alter column id restart with 1501;
alter table driver
    drop constraint driver_rating_check,
    drop column rating;
