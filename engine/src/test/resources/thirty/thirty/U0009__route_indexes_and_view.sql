insert into step_log(step) values ('U0009');
drop function route_total(date, date);
drop view route_monthly;
drop index route_lower_key;
drop index route_code_idx;
update route set amount = amount where id <= 1500;
