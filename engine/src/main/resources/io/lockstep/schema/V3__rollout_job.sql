-- Which Kubernetes Job (by its uid) took which turn of which rollout. helm rollback makes an older revision's Jobs anew,
-- with the older number in them: only their uids tell them from a late pod of that revision.
create table rollout_job (
    release    text        not null,
    job        text        not null,
    rollout    bigint      not null,
    identity   text        not null,
    turn       integer     not null,
    arrived_at timestamptz not null default clock_timestamp(),
    primary key (release, job)
);
create index rollout_job_rollout_idx on rollout_job (release, rollout);
