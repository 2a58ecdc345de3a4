insert into step_log(step) values ('U0028');
select pg_sleep(0.15);
update claim set amount = amount where id <= 1000;
drop table archive;
