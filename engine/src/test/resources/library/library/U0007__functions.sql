drop procedure forget_member(bigint);
drop function loan_label(loan_status);
drop function return_item(bigint, date);
drop function count_rows(regclass, text);
drop function days_overdue(date, date);
