-- Each schema's objects as the last run left them, definition by kind and name; verify compares them with what is there.
-- basis says what two fingerprints must have in common to be comparable.
create table fingerprint (
    schema_name text        primary key,
    run         bigint      not null,
    recorded_at timestamptz not null default clock_timestamp(),
    basis       text        not null,
    digest      text        not null,
    objects     jsonb       not null
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
        execute format('grant select on lockstep.fingerprint to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
