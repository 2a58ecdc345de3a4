-- Which indexes were INVALID before a step without a transaction began, by OID. Whichever else is INVALID after a try that
-- did not end well is what it has left, under whatever name and in whatever schema.
create table invalid_before (
    schema_name text     not null,
    app         text     not null,
    action      text     not null,
    script      text     not null,
    indexes     bigint[] not null,
    primary key (schema_name, app)
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
        execute format('grant select on lockstep.invalid_before to %s',
                       case reader when 0 then 'public' else reader::regrole::text end);
    end loop;
end
$$;
