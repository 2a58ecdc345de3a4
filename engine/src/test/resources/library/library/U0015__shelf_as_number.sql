alter table item drop constraint item_shelf_range;
alter table item
    alter column shelf drop default,
    alter column shelf type varchar(8) using lpad(shelf::text, 3, '0'),
    alter column shelf set default '000';
drop index item_shelf_idx;
