-- The recorded objects of a schema by unit: what changes as one in the system catalogs, such as a table with its indexes.
-- So a step in a database with many tables writes no more than what it has changed. unit is a letter and an OID; parts is
-- how many constraints, indexes, comments and the like the unit had. An older Lockstep has all of a schema in fingerprint.objects.
create table if not exists fingerprint_part (
    schema_name text    not null,
    unit        text    not null,
    parts       integer not null,
    wholes      text[]  not null,
    keys        text[]  not null,
    definitions text[]  not null,
    primary key (schema_name, unit)
);

-- The moment of the record in the system catalogs, and the transaction that wrote it: only while the row is that
-- transaction's is the mark one of this server.
alter table fingerprint add column if not exists mark text, add column if not exists mark_xid bigint;
