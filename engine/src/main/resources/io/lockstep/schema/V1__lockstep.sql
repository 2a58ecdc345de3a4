-- Lockstep's own tables. Changes to them are additive only: an older Lockstep may meet this schema.

-- A row exists exactly while somebody holds the lock. ShedLock writes the first four columns; the
-- others describe its session and come from that session's settings.
create table lease (
    name          varchar(64)  primary key,
    lock_until    timestamptz  not null,
    locked_at     timestamptz  not null,
    locked_by     varchar(255) not null,
    token         text         not null default current_setting('lockstep.token'),
    holder        text         not null default current_setting('lockstep.holder'),
    session_pid   integer      not null default pg_backend_pid(),
    session_start timestamptz  not null default current_setting('lockstep.session_start')::timestamptz
);

-- The newest rollout of each Helm release; rollout counts them, whatever they are known by.
create table release (
    name       text        primary key,
    revision   bigint,
    generation text,
    rollout    bigint      not null,
    arrived_at timestamptz not null
);

-- The audit: one row per target of each run.
create table run (
    id              bigint      generated always as identity primary key,
    schema_name     text        not null,
    app             text,
    target          text        not null,
    from_version    text,
    to_version      text,
    release         text,
    revision        bigint,
    generation      text,
    rollout         bigint,
    turn            integer,
    turns           integer,
    holder          text        not null,
    database_user   text        not null default current_user,
    started_at      timestamptz not null default clock_timestamp(),
    ended_at        timestamptz,
    result          text        not null,
    exit_code       integer,
    reason          text,
    steps           integer     not null default 0,
    step            integer     not null default 0,
    step_script     text,
    step_started_at timestamptz
);
create index run_rollout_idx on run (release, rollout, turn);
create index run_running_idx on run (id) where result = 'running';

-- What is needed to take an applied migration back without its files.
create table applied (
    schema_name         text        not null,
    app                 text        not null,
    version             text        not null,
    script              text        not null,
    requires            text[]      not null default '{}',
    undo_script         text,
    undo_sql            text,
    undo_no_transaction boolean     not null default false,
    stored_at           timestamptz not null default clock_timestamp(),
    primary key (schema_name, app, version)
);
