alter table loan drop constraint loan_fine_not_negative;
alter table loan drop column fine;
