do $$
declare
  name text;
begin
  foreach name in array array['admin', 'avnadmin', 'subway', 'staff_ro', 'retool', 'basic_access', 'mat_view_owners'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = name) then
      execute format('create role %I', name);
    end if;
  end loop;
end $$;
