create table question (
    id            bigint generated always as identity primary key,
    question_text varchar(200) not null,
    pub_date      timestamptz  not null
);
