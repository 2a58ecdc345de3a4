alter table account drop email;
