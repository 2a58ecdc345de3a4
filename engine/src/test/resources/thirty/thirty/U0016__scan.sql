insert into step_log(step) values ('U0016');
update vehicle set amount = amount where id <= 1000;
drop table scan;
