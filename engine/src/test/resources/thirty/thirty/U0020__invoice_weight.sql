insert into step_log(step) values ('U0020');
update invoice set weight = 0 where id <= 1500;
delete from invoice where code like 'late-%';
alter table invoice alter column id restart with 1501;
alter table invoice
    drop constraint invoice_weight_check,
    drop column weight;
