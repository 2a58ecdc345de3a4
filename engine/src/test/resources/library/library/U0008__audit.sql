drop trigger loan_audit on loan;
drop trigger book_audit on book;
drop function audit();
drop table audit_log;
