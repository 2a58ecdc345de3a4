-- Whether a run leaves something of its target to be taken back when the newer pods are gone. V10 had this in the reason only.
alter table run add column held_back boolean not null default false;
update run set held_back = true where position('until the new pods are gone' in reason) > 0;
create index run_held_back_idx on run (id) where held_back;
