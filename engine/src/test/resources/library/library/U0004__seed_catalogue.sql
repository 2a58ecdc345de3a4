delete from book where id between 1 and 10;
delete from author where id between 1 and 6;
alter table book alter column id restart;
alter table author alter column id restart;
