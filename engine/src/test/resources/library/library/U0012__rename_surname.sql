create or replace procedure forget_member(the_member bigint)
    language plpgsql
as '
begin
    update member set email = null, forename = ''?'', surname = ''?'' where id = the_member;
end;
';

comment on column member.family_name is null;
alter table member rename column given_name to forename;
alter table member rename column family_name to surname;
