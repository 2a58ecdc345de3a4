drop view member_directory;
-- The sequence was there before this table: don't let it go down with it.
alter sequence member_card_seq owned by none;
drop table member;
alter sequence member_card_seq restart;
