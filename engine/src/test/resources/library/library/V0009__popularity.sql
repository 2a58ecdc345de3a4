create view book_loans as
    select b.id, b.full_title, a.name as author, count(l.id) as loans
      from book b
      join author a on a.id = b.author_id
      left join item i on i.book_id = b.id
      left join loan l on l.item_id = i.id
     group by b.id, a.name;
grant select on book_loans to public;

create materialized view popular_book as
    select id, full_title, author, loans, rank() over (order by loans desc) as place
      from book_loans
     where loans > 0
  with data;
create unique index popular_book_key on popular_book (id);
create index popular_book_place_idx on popular_book (place);
comment on materialized view popular_book is 'Refreshed every night';
grant select on popular_book to public;
