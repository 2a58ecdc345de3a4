insert into step_log(step) values ('U0026');
update claim set weight = 0 where id <= 1500;
delete from claim where code like 'late-%';
alter table claim alter column id restart with 1501;
alter table claim
    drop constraint claim_weight_check,
    drop column weight;
