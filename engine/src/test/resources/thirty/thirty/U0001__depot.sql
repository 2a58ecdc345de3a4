drop table depot;
drop table step_log;
