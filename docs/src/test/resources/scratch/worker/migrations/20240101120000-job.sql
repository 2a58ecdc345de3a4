-- +migrate Up
create table job (id bigint primary key);

-- +migrate Down
drop table job;
