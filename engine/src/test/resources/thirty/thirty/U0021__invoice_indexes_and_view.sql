insert into step_log(step) values ('U0021');
select pg_sleep(0.15);
drop function invoice_total(date, date);
drop view invoice_monthly;
drop index invoice_lower_key;
drop index invoice_code_idx;
update invoice set amount = amount where id <= 1500;
