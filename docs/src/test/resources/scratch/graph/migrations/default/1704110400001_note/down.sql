alter table "public"."item" drop column "note";
