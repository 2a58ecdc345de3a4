create table member (
    id        bigint generated always as identity primary key,
    card_no   bigint not null default nextval('member_card_seq'),
    forename  text not null,
    surname   text not null,
    email     email_address,
    tier      member_tier not null default 'basic',
    joined_on date not null default current_date,
    constraint member_card_no_key unique (card_no)
);
-- From here on the sequence lives and dies with the column.
alter sequence member_card_seq owned by member.card_no;

create view member_directory as
    select id, card_no, surname || ', ' || forename as display_name, surname, tier
      from member;
comment on view member_directory is 'What the desk may see of a member';
comment on column member_directory.display_name is 'surname, forename';

-- A run that was rolled back has not given its numbers back: begin at the first.
alter sequence member_card_seq restart;
insert into member (forename, surname, email, tier, joined_on) values
    ('Ada',    'Quill',    'ada@example.org',    'gold',  '2021-01-04'),
    ('Bram',   'O''Leary', 'bram@example.org',   'basic', '2021-02-11'),
    ('Chiara', 'Rossi',    null,                 'basic', '2022-06-30'),
    ('Dmitri', 'Back\slash', 'dmitri@example.org', 'gold', '2023-09-01');
