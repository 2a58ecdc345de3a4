-- A column that must not be null, in a table that has rows: add, fill, tighten.
alter table loan add column fine numeric(8, 2);
update loan set fine = 0.20 * days_overdue(due_on, coalesce(returned_on, date '2024-04-01'));
alter table loan
    alter column fine set default 0,
    alter column fine set not null,
    add constraint loan_fine_not_negative check (fine >= 0) not valid;
alter table loan validate constraint loan_fine_not_negative;
comment on column loan.fine is 'In euros, settled or not';
