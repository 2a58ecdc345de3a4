insert into step_log(step) values ('U0003');
drop function depot_total(date, date);
drop view depot_monthly;
drop index depot_lower_key;
drop index depot_code_idx;
update depot set amount = amount where id <= 1500;
