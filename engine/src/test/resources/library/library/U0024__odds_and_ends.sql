do $$
begin
    execute format('alter default privileges in schema %I revoke usage on sequences from public', current_schema());
end
$$;

alter table setting alter column value set storage extended;
alter table loan alter column status set statistics -1;
alter table loan reset (fillfactor, autovacuum_vacuum_scale_factor);
alter sequence member_card_seq increment by 1;
alter domain email_address drop constraint email_address_length;
drop rule setting_keep on setting;
drop statistics loan_item_member;
drop aggregate longest(text);
drop type shelf_range;
drop type money_amount;
