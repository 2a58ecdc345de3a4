-- A database with thousands of tenants' schemas has a row for each of them and each rollout; most questions are about one schema.
create index if not exists run_schema_idx on run (schema_name, id);
