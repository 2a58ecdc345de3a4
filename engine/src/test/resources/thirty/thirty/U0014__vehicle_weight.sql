insert into step_log(step) values ('U0014');
select pg_sleep(0.15);
update vehicle set weight = 0 where id <= 1500;
delete from vehicle where code like 'late-%';
alter table vehicle alter column id restart with 1501;
alter table vehicle
    drop constraint vehicle_weight_check,
    drop column weight;
