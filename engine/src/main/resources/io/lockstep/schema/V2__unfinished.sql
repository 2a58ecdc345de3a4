-- A row says: this step, which has no transaction, was begun and has not ended well; what it does may be there in part.
create table unfinished (
    schema_name text        not null,
    app         text        not null,
    version     text        not null,
    action      text        not null check (action in ('apply', 'undo')),
    script      text        not null,
    holder      text        not null,
    began_at    timestamptz not null default clock_timestamp(),
    primary key (schema_name, app)
);

-- Whoever may read what is applied reads this, too: a role that lists and plans goes on working.
do $$
declare
    reader oid;
begin
    for reader in
        select grantee
          from pg_catalog.pg_class, aclexplode(relacl)
         where oid = 'lockstep.applied'::regclass and privilege_type = 'SELECT' and grantee <> relowner
    loop
        execute format('grant select on lockstep.unfinished to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
