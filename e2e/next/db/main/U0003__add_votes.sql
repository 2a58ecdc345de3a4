alter table question drop column votes;
