alter table author rename to contributor;
alter table contributor rename constraint author_pk to contributor_pk;
alter table contributor rename constraint author_name_not_blank to contributor_name_not_blank;
alter table contributor rename constraint author_lifetime to contributor_lifetime;
alter sequence author_id_seq rename to contributor_id_seq;
comment on table contributor is 'People who wrote, drew or translated something we lend';

alter table book rename constraint book_author_fk to book_contributor_fk;
alter index book_author_idx rename to book_contributor_idx;
