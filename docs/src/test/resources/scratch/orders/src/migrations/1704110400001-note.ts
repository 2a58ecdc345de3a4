import { MigrationInterface, QueryRunner } from "typeorm";

export class Note1704110400001 implements MigrationInterface {
    name = 'Note1704110400001'

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`ALTER TABLE "basket" ADD "note" text`);
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`ALTER TABLE "basket" DROP COLUMN "note"`);
    }
}
