insert into step_log(step) values ('U0010');
update route set amount = amount where id <= 1000;
drop table driver;
