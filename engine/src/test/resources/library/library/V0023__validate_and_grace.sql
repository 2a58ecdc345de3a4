alter table item validate constraint item_bought_on_known;
comment on constraint item_bought_on_known on item is null;

-- Two days of grace.
create or replace function days_overdue(due date, today date default current_date) returns integer
    language plpgsql immutable
as $$
begin
    return greatest(today - due - 2, 0);
end;
$$;
comment on function days_overdue(date, date) is 'Never negative; two days of grace';

-- A view can be given a further column in place, but not be relieved of it again.
create or replace view book_loans as
    select b.id, b.full_title, a.name as author, count(l.id) as loans,
           count(l.id) filter (where l.returned_on is null) as out_now
      from book b
      join contributor a on a.id = b.author_id
      left join item i on i.book_id = b.id
      left join loan l on l.item_id = i.id
     group by b.id, a.name;
