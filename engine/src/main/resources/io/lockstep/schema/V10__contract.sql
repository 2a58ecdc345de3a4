-- Whether an applied migration is a contract step, one that the application's previous version can't work after: a rollback
-- takes those back before its pods start.
alter table applied add column contract boolean not null default false;

-- What a release's contract steps wait for: the pods of its previous version, by name. A row exists while somebody waits.
create table contract_wait (
    release     text        primary key,
    waiting_for text[]      not null,
    since       timestamptz not null default clock_timestamp(),
    updated_at  timestamptz not null default clock_timestamp()
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
        execute format('grant select on lockstep.contract_wait to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
