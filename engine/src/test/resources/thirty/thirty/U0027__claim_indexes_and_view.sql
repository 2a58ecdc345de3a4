insert into step_log(step) values ('U0027');
drop function claim_total(date, date);
drop view claim_monthly;
drop index claim_lower_key;
drop index claim_code_idx;
update claim set amount = amount where id <= 1500;
