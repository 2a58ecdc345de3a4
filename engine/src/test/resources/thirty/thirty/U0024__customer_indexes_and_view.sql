insert into step_log(step) values ('U0024');
drop function customer_total(date, date);
drop view customer_monthly;
drop index customer_lower_key;
drop index customer_code_idx;
update customer set amount = amount where id <= 1500;
