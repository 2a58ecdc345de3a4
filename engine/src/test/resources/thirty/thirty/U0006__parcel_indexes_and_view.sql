insert into step_log(step) values ('U0006');
drop function parcel_total(date, date);
drop view parcel_monthly;
drop index parcel_lower_key;
drop index parcel_code_idx;
update parcel set amount = amount where id <= 1500;
