alter table invoice add column customer text;
