insert into step_log(step) values ('U0018');
drop function scan_total(date, date);
drop view scan_monthly;
drop index scan_lower_key;
drop index scan_code_idx;
update scan set amount = amount where id <= 1500;
