insert into step_log(step) values ('U0019');
update scan set amount = amount where id <= 1000;
drop table invoice;
