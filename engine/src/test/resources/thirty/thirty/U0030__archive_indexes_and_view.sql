insert into step_log(step) values ('U0030');
drop function archive_total(date, date);
drop view archive_monthly;
drop index archive_lower_key;
drop index archive_code_idx;
update archive set amount = amount where id <= 1500;
