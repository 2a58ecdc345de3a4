create index item_shelf_idx on item (shelf, book_id);
alter table item
    alter column shelf drop default,
    alter column shelf type smallint using shelf::smallint,
    alter column shelf set default 0;
alter table item add constraint item_shelf_range check (shelf between 0 and 999);
