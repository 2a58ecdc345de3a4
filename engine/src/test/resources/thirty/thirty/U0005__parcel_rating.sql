insert into step_log(step) values ('U0005');
update parcel set rating = 0 where id <= 1500;
delete from parcel where code like 'late-%';
alter table parcel alter column id restart with 1501;
alter table parcel
    drop constraint parcel_rating_check,
    drop column rating;
