-- CRLF here too.
drop function is_open(timestamp);
drop table opening_hours;
