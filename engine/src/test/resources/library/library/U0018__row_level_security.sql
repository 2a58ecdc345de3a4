revoke select (id, at, gate), update (gate) on visit from public;
drop policy visit_gate on visit;
drop policy visit_own on visit;
alter table visit disable row level security;
