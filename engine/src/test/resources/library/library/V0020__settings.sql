-- This file begins with a byte order mark.
create table setting (
    key   text primary key,
    value text not null,
    note  text
);
insert into setting values
    ('mail.subject', 'Dear ${not_a_placeholder}, your book is due; please return it', null),
    ('mail.footer', E'It\'s us\\\n-- not a comment\n/* nor this', $$; $1 :name @x {0} ?$$),
    ('mail.like', 'one text '
     'on two lines', 'so says the standard')
    on conflict (key) do nothing;

do $do$
declare
    r record;
begin
    for r in select key from setting where key like 'mail.%' order by key loop
        execute format($sql$update setting set note = coalesce(note, '') || %L where key = %L;$sql$, ' [${seeded}]', r.key);
    end loop;
    if not exists (select from setting) then
        raise exception 'nothing seeded; that''s odd';
    end if;
end
$do$;
