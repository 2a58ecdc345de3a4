-- Types that the rest of the schema is built on.
create type loan_status as enum ('reserved', 'out', 'back', 'lost');
comment on type loan_status is 'Where a loan is in its life; "back" means handed in';

create type member_tier as enum ('basic', 'gold');
comment on type member_tier is 'What a member pays for';

create domain isbn13 as varchar(13)
    constraint isbn13_digits check (value ~ '^97[89][0-9]{10}$');
comment on domain isbn13 is 'ISBN-13 without hyphens; not checked for its check digit';

create domain email_address as text
    constraint email_address_shape check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

create sequence member_card_seq as bigint start with 100000 increment by 1 minvalue 100000 cache 1;
comment on sequence member_card_seq is 'Numbers printed on the cards; it''s never reused';
