alter type loan_status rename value 'back' to 'returned';
comment on type loan_status is 'Where a loan is in its life';
