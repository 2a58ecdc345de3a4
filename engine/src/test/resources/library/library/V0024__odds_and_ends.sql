create type money_amount as (amount numeric(12, 2), currency char(3));
create type shelf_range as range (subtype = smallint, multirange_type_name = shelf_multirange);
create aggregate longest(text) (
    sfunc = text_larger,
    stype = text
);
create statistics loan_item_member (dependencies, ndistinct) on item_id, member_id from loan;
create rule setting_keep as on delete to setting where old.key like 'mail.%' do instead nothing;
alter domain email_address add constraint email_address_length check (length(value) <= 254);
alter sequence member_card_seq increment by 10;
alter table loan set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
alter table loan alter column status set statistics 500;
alter table setting alter column value set storage external;

-- The schema's name is not ours to know.
do $$
begin
    execute format('alter default privileges in schema %I grant usage on sequences to public', current_schema());
end
$$;
