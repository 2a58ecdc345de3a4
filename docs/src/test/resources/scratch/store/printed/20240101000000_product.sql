CREATE TABLE "product" ("id" bigserial primary key)
;
