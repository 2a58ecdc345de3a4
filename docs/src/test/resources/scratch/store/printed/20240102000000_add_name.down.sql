ALTER TABLE "product" DROP COLUMN "name"
;
