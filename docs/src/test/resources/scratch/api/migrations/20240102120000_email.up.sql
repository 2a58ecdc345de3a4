alter table account add email text;
