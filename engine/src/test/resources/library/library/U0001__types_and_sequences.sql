drop sequence member_card_seq;
drop domain email_address;
drop domain isbn13;
drop type member_tier;
drop type loan_status;
