create function days_overdue(due date, today date default current_date) returns integer
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

-- A body in $$ with another dollar quoted text in it.
create function count_rows(tab regclass, cond text default 'true') returns bigint
    language plpgsql stable
as $body$
declare
    n bigint;
begin
    execute format($tag$ select count(*) from %s where %s; $tag$, tab, cond) into n;
    raise debug $$counted %; "$1" isn't a parameter here$$, n;
    return n;
end
$body$;

-- The SQL standard's form: the body is not a string, and has semicolons and a CASE … END of its own.
create function return_item(the_item bigint, on_day date default current_date) returns integer
    language sql
begin atomic
    update loan
       set returned_on = on_day,
           status = case when status = 'lost' then 'lost' else 'back' end::loan_status
     where item_id = the_item and returned_on is null;
    select count(*)::integer from loan where item_id = the_item;
end;

create function loan_label(l loan_status) returns text
    language sql immutable
    return case l when 'out' then 'on loan' else 'in the house' end;

create procedure forget_member(the_member bigint)
    language plpgsql
as '
begin
    update member set email = null, forename = ''?'', surname = ''?'' where id = the_member;
end;
';
