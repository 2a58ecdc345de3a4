insert into step_log(step) values ('U0012');
drop function driver_total(date, date);
drop view driver_monthly;
drop index driver_lower_key;
drop index driver_code_idx;
update driver set amount = amount where id <= 1500;
