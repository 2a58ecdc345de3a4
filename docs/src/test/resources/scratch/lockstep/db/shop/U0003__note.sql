alter table order drop column note;
