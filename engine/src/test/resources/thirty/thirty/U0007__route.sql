insert into step_log(step) values ('U0007');
select pg_sleep(0.15);
update parcel set amount = amount where id <= 1000;
drop table route;
