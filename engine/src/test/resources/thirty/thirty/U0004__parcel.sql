insert into step_log(step) values ('U0004');
update depot set amount = amount where id <= 1000;
drop table parcel;
