alter table orders add column total numeric(12, 2) not null default 0;
create index orders_placed_idx on orders (placed);
