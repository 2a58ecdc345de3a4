create table visit (
    id        bigint not null,
    member_id bigint references member (id),
    at        timestamptz not null,
    gate      text not null default 'main',
    constraint visit_pk primary key (id, at)
) partition by range (at);
comment on table visit is 'One row for each time a card opened the gate';

create table visit_2023 partition of visit for values from ('2023-01-01 00:00+00') to ('2024-01-01 00:00+00');
create table visit_2024 partition of visit (gate default 'new main')
    for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00');
create table visit_other partition of visit default;
create index visit_member_idx on visit (member_id, at);
alter table visit_2024 add constraint visit_2024_gate check (gate <> '');

insert into visit (id, member_id, at)
select n, m.id, timestamptz '2022-12-20 08:00+00' + n * interval '13 hours'
  from generate_series(1, 2000) as n
  join member m on m.card_no = 100000 + n % 4;
