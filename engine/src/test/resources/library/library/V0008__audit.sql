create table audit_log (
    id        bigint generated always as identity primary key,
    at        timestamptz not null default clock_timestamp(),
    who       name not null default current_user,
    tab       name not null,
    op        char(1) not null check (op in ('I', 'U', 'D')),
    old_row   jsonb,
    new_row   jsonb,
    check (old_row is not null or new_row is not null)
);

create function audit() returns trigger
    language plpgsql
as $audit$
begin
    if tg_op = 'DELETE' then
        insert into audit_log (tab, op, old_row) values (tg_table_name, 'D', to_jsonb(old));
        return old;
    elsif tg_op = 'UPDATE' then
        insert into audit_log (tab, op, old_row, new_row) values (tg_table_name, 'U', to_jsonb(old), to_jsonb(new));
    else
        insert into audit_log (tab, op, new_row) values (tg_table_name, 'I', to_jsonb(new));
    end if;
    return new;
end;
$audit$;

create trigger book_audit after insert or update or delete on book
    for each row execute function audit();
create trigger loan_audit after update of status, returned_on on loan
    for each row when (old is distinct from new) execute function audit();
comment on trigger loan_audit on loan is 'Only what a borrower could dispute';
alter table book disable trigger book_audit;
