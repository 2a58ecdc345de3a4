insert into step_log(step) values ('U0002');
update depot set weight = 0 where id <= 1500;
delete from depot where code like 'late-%';
alter table depot alter column id restart with 3001;
alter table depot
    drop constraint depot_weight_check,
    drop column weight;
