-- Whether an applied migration is a contract step, one that the application's previous version can't work after: a rollback
-- takes those back before its pods start.
alter table applied add column contract boolean not null default false;

-- What a release's contract steps wait for: the pods of its previous version, by name. A row exists while somebody waits.
create table contract_wait (
    release     text        primary key,
    waiting_for text[]      not null,
    since       timestamptz not null default clock_timestamp(),
    updated_at  timestamptz not null default clock_timestamp()
);
