comment on type loan_status is 'Where a loan is in its life; "back" means handed in';
alter type loan_status rename value 'returned' to 'back';
