-- Stands only on columns that are there from V0005 on and are never changed
-- after, so it can be run at any version from there. U0005 drops it.
create or replace view current_loans as
    select l.id as loan_id,
           m.card_no,
           i.barcode,
           b.title,
           l.lent_on,
           l.due_on,
           l.due_on < current_date as overdue
      from loan l
      join item i on i.id = l.item_id
      join book b on b.id = i.book_id
      join member m on m.id = l.member_id
     where l.returned_on is null;
comment on view current_loans is 'What is out of the house; "R__current_loans.sql"';
