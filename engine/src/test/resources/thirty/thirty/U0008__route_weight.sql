insert into step_log(step) values ('U0008');
update route set weight = 0 where id <= 1500;
delete from route where code like 'late-%';
alter table route alter column id restart with 1501;
alter table route
    drop constraint route_weight_check,
    drop column weight;
