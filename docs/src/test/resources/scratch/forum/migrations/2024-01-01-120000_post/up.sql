create table post (id serial primary key, title varchar not null);
