import { MigrationInterface, QueryRunner } from "typeorm";

export class Init1704110400000 implements MigrationInterface {
    name = 'Init1704110400000'

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`CREATE TABLE "basket" ("id" SERIAL NOT NULL, CONSTRAINT "PK_basket" PRIMARY KEY ("id"))`);
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`DROP TABLE "basket"`);
    }
}
