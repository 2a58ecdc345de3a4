alter table question drop column suggested_answer;
