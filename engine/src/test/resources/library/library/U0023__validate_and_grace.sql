-- popular_book stands on book_loans: both are made again as V0009 made them.
drop materialized view popular_book;
drop view book_loans;
create view book_loans as
    select b.id, b.full_title, a.name as author, count(l.id) as loans
      from book b
      join contributor a on a.id = b.author_id
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

create or replace function days_overdue(due date, today date default current_date) returns integer
    language plpgsql immutable
as $$
declare
    late integer := today - due;   -- a ; in a comment; and a ' quote
begin
    if late > 0 then
        return late;
    end if;
    return 0;
end;
$$;
comment on function days_overdue(date, date) is 'Never negative; 0 on the day itself';

-- A constraint cannot be made "not valid" again; it has to be added anew.
alter table item drop constraint item_bought_on_known;
alter table item add constraint item_bought_on_known check (bought_on is not null) not valid;
comment on constraint item_bought_on_known on item is 'Validated in V0023';
