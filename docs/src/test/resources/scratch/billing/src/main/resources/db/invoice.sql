--liquibase formatted sql
--changeset ann:invoice
create table invoice (id bigint primary key);
--rollback drop table invoice;
