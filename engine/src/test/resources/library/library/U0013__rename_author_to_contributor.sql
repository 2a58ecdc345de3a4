alter index book_contributor_idx rename to book_author_idx;
alter table book rename constraint book_contributor_fk to book_author_fk;

comment on table contributor is 'People who wrote something we lend';
alter sequence contributor_id_seq rename to author_id_seq;
alter table contributor rename constraint contributor_lifetime to author_lifetime;
alter table contributor rename constraint contributor_name_not_blank to author_name_not_blank;
alter table contributor rename constraint contributor_pk to author_pk;
alter table contributor rename to author;
