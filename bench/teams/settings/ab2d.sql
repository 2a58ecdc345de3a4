do $$
declare
  name text;
begin
  foreach name in array array['cmsadmin'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = name) then
      execute format('create role %I', name);
    end if;
  end loop;
end $$;
