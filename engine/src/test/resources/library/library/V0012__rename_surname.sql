-- member_directory follows: its output column keeps the old name.
alter table member rename column surname to family_name;
alter table member rename column forename to given_name;
comment on column member.family_name is 'Was "surname" up to V0011';

create or replace procedure forget_member(the_member bigint)
    language plpgsql
as '
begin
    update member set email = null, given_name = ''?'', family_name = ''?'' where id = the_member;
end;
';
