-- What verify --record has found, the newest last. Only the last hundred of each schema are kept.
create table verification (
    id          bigint      generated always as identity primary key,
    schema_name text        not null,
    verified_at timestamptz not null default clock_timestamp(),
    targets     text[]      not null,
    result      text        not null,
    findings    integer     not null,
    differences integer     not null,
    lines       text[]      not null
);
create index verification_schema_idx on verification (schema_name, id);

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
        execute format('grant select on lockstep.verification to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
