-- Made by R__current_loans.sql, which may or may not have been run.
drop view if exists current_loans;
drop table loan;
drop table item;
