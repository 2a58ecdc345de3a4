-- The steps of each run that have ended. A done one's row commits with the step; the step that a run has begun last is in
-- its own row. history_rank is the installed_rank of the row in the app's history, which the step has made.
create table step (
    run            bigint      not null,
    position       integer     not null,
    schema_name    text        not null,
    app            text        not null,
    action         text        not null,
    script         text        not null,
    version        text,
    description    text        not null,
    began_at       timestamptz not null,
    millis         bigint      not null,
    result         text        not null,
    history_rank   integer,
    primary key (run, position, result)
);

-- Whoever may read what is applied reads this, too.
do $$
declare
    reader oid;
begin
    for reader in
        select grantee
          from pg_catalog.pg_class, aclexplode(relacl)
         where oid = 'lockstep.applied'::regclass and privilege_type = 'SELECT' and grantee <> relowner
    loop
        execute format('grant select on lockstep.step to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
