DROP TABLE "public"."item";
