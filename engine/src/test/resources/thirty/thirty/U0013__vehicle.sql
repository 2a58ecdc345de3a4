insert into step_log(step) values ('U0013');
update driver set amount = amount where id <= 1000;
drop table vehicle;
