drop table post;
