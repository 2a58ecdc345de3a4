drop trigger item_moved on item;
drop function item_moved();
drop table item_move;
alter table item drop constraint item_bought_on_known;
