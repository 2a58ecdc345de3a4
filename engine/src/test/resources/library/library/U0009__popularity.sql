drop materialized view popular_book;
drop view book_loans;
