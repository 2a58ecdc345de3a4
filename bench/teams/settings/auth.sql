create schema auth;
do $$ begin create role supabase_auth_admin; exception when duplicate_object then null; end $$;
