-- +migrate Up
alter table job add done boolean not null default false;

-- +migrate Down
alter table job drop done;
