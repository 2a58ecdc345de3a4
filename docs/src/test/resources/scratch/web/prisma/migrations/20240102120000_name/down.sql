ALTER TABLE "Account" DROP COLUMN "name";
