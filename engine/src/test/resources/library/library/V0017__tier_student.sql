-- ADD VALUE could not be undone, so the type is made anew. What names the type
-- (the view, the partial index, the default) has to step aside meanwhile.
drop view member_directory;
drop index member_gold_idx;
alter table member alter column tier drop default;

alter type member_tier rename to member_tier_old;
create type member_tier as enum ('basic', 'student', 'gold');
comment on type member_tier is 'What a member pays for';
alter table member alter column tier type member_tier using tier::text::member_tier;
drop type member_tier_old;

alter table member alter column tier set default 'basic';
create index member_gold_idx on member (joined_on) where tier = 'gold';
create view member_directory as
    select id, card_no, family_name || ', ' || given_name as display_name, family_name as surname, tier
      from member;
comment on view member_directory is 'What the desk may see of a member';
comment on column member_directory.display_name is 'surname, forename';

update member set tier = 'student' where card_no = 100002;
