create schema ehr;
create schema ext;
create extension "uuid-ossp" schema ext;
create collation ext."en_US" (locale = 'C');
do $$ begin execute format('alter database %I set search_path to ext', current_database()); end $$;
