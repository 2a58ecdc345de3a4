insert into step_log(step) values ('U0025');
update customer set amount = amount where id <= 1000;
drop table claim;
