CREATE TABLE "public"."item" ("id" serial NOT NULL, PRIMARY KEY ("id"));
