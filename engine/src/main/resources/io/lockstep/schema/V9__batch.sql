-- How far a step in batches has come, in all runs so far. Each batch's own transaction writes it, and the transaction of the
-- last batch deletes it. per_second is of the run that has written last; table_rows is what the table may have at most to change.
create table batch (
    schema_name    text        not null,
    app            text        not null,
    version        text        not null,
    action         text        not null,
    script         text        not null,
    rows_changed   bigint      not null,
    batches        integer     not null,
    began_at       timestamptz not null default clock_timestamp(),
    updated_at     timestamptz not null default clock_timestamp(),
    per_second     bigint,
    table_rows     bigint,
    primary key (schema_name, app, version, action)
);

-- What the step's batches have changed, in all runs; null for a step without batches.
alter table step add column rows_changed bigint, add column batches integer;
