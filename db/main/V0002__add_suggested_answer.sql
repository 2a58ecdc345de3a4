-- Nullable: the questions already there have no suggested answer, and the
-- previous release of the application inserts rows without naming this column.
alter table question add column suggested_answer varchar(200);
