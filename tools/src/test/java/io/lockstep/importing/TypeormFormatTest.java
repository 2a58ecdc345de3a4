package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TypeORM's classes, which are read and not run. */
class TypeormFormatTest {
  @TempDir Path folder;

  @Test
  void typeorms_queries_in_plain_text_are_taken() {
    Importing typeorm =
        new Importing("typeorm", folder)
            .file(
                "1620138136207-a.ts",
                """
                import { MigrationInterface, QueryRunner } from "typeorm";
                export class CreateA1620138136207 implements MigrationInterface {
                  name = 'CreateA1620138136207'
                  public async up(queryRunner: QueryRunner): Promise<void> {
                    // one
                    await queryRunner.query(`CREATE TABLE "a" ("id" uuid DEFAULT uuid_generate_v4(), t text DEFAULT 'it\\\\'s \\`$\\{')`);
                    await queryRunner.query('INSERT INTO a ' +
                      "VALUES (1) -- \\\\u00e4")
                    await queryRunner.query(`INSERT INTO "typeorm_metadata"("type") VALUES ($1)`, ["VIEW"]);
                  }
                  public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(`DROP TABLE "a"`); }
                }
                """
                    .replace("\\\\", "\\"))
            .file(
                "1620138136300-b.js",
                """
                module.exports = class B1620138136300 {
                  transaction = false;
                  async up(runner) { return runner.query("VACUUM;") }
                  async down() {}
                }
                """)
            .file("b.entity.ts", "export class B {}")
            .file(
                "dist/1620138136207-a.js",
                "class CreateA1620138136207 { up(queryRunner) { return f(); } }");
    assertThat(typeorm.notes())
        .map(note -> note.replaceFirst("\\. [A-Z].*", "."))
        .containsExactly(
            "*  1620138136207-a.ts: its rows for typeorm_metadata are left out.",
            "*  1620138136207-a.ts: has CREATE EXTENSION \"uuid-ossp\" on top here, which TypeORM runs when it connects.",
            "*  1620138136300-b.js: its down has no statement, so a rollback takes nothing back.");
    assertThat(typeorm.written())
        .containsOnly(
            entry(
                "V1620138136207__CreateA.sql",
                "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\";\nCREATE TABLE \"a\" (\"id\" uuid DEFAULT uuid_generate_v4(), t text DEFAULT 'it's `${');\nINSERT INTO a VALUES (1) -- ä\n;\n"),
            entry("U1620138136207__CreateA.sql", "DROP TABLE \"a\"\n"),
            entry("V1620138136300__B.sql", "-- lockstep: no-transaction\nVACUUM;\n"),
            entry("U1620138136300__B.sql", "-- lockstep: no-transaction\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "await queryRunner.query(`SELECT ${x}`);",
        "await queryRunner.query(\"SELECT $1\", [1]);",
        "await queryRunner.createTable(new Table({ name: \"a\" }), true);",
        "if (x) { await queryRunner.query(\"SELECT 1\"); }",
        "const rows = await queryRunner.query(\"SELECT 1\");",
        "(await queryRunner.query(\"SELECT 1\")).map(f);",
        "await queryRunner.query(\"SELECT 1\".replace(\"1\", \"2\"));",
        "await queryRunner.query(\"SELECT 1\").then(f);",
        "await queryRunner.query(sql + \"SELECT 1\");",
      })
  void what_typeorm_computes_is_left_to_do(String statement) {
    Importing typeorm =
        new Importing("typeorm", folder)
            .file(
                "a.ts",
                "class A1620138136207 {\n  async up(queryRunner: QueryRunner) {\n    await queryRunner.query(\"SELECT 0\");\n    "
                    + statement
                    + "\n  }\n  async down(queryRunner: QueryRunner) {}\n}\n");
    assertThat(typeorm.notes())
        .singleElement()
        .asString()
        .isEqualTo(
            "!  a.ts: is not SQL alone (line 4 is not a query in plain text), so it is left out. Write what it runs as V1620138136207__A.sql; TypeORM prints it with logging: true.");
    assertThat(typeorm.written()).isEmpty();
  }
}
