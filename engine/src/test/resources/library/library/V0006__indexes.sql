create unique index member_email_lower_key on member (lower(email)) where email is not null;
comment on index member_email_lower_key is 'Addresses are compared without regard to case';
create index loan_open_idx on loan (member_id, due_on desc nulls last) include (item_id) where returned_on is null;
create index loan_lent_month_idx on loan ((extract(year from lent_on)::integer * 100 + extract(month from lent_on)::integer));
create index book_title_pattern_idx on book (lower(title) text_pattern_ops) with (fillfactor = 80);
create index member_gold_idx on member (joined_on) where tier = 'gold';
