-- AlterTable
ALTER TABLE "Account" ADD COLUMN "name" TEXT;
