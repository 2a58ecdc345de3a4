insert into step_log(step) values ('U0022');
update invoice set amount = amount where id <= 1000;
drop table customer;
