/* New rows must obey, old ones are looked at later (V0023).
   /* A comment in a comment; it is still one. */
   drop table item;  -- not run */
alter table item add constraint item_bought_on_known check (bought_on is not null) not valid;
comment on constraint item_bought_on_known on item is 'Validated in V0023';

create table item_move (
    item_id   bigint not null,
    moved_at  timestamptz not null default now(),
    from_shelf smallint,
    to_shelf   smallint not null,
    constraint item_move_item_fk foreign key (item_id) references item (id)
        on delete cascade deferrable initially deferred
);
create function item_moved() returns trigger language plpgsql as $$
begin
    insert into item_move (item_id, from_shelf, to_shelf) values (new.id, old.shelf, new.shelf);
    return null;
end $$;
create constraint trigger item_moved after update of shelf on item
    deferrable initially immediate
    for each row when (old.shelf <> new.shelf) execute function item_moved();
