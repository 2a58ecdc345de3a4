-- The holder's second session, on which migrations run. Whoever takes over ends both sessions by process id and start:
-- names can be changed by a script or a pooler.
alter table lease add column work_pid integer;
alter table lease add column work_start timestamptz;
