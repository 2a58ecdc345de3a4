insert into step_log(step) values ('U0023');
update customer set rating = 0 where id <= 1500;
delete from customer where code like 'late-%';
alter table customer alter column id restart with 1501;
alter table customer
    drop constraint customer_rating_check,
    drop column rating;
