package io.lockstep.importing;

import static io.lockstep.importing.ShopStatements.DROP_FUNCTION;
import static io.lockstep.importing.ShopStatements.DROP_INDEX;
import static io.lockstep.importing.ShopStatements.DROP_TABLES;
import static io.lockstep.importing.ShopStatements.FUNCTION;
import static io.lockstep.importing.ShopStatements.INDEX;
import static io.lockstep.importing.ShopStatements.TABLES;
import static io.lockstep.importing.ShopStatements.TRIGGER;

import io.lockstep.MigrationFolder;

/**
 * A shop's migrations as Prisma has them, two of one second among them, with scripts of the team's
 * own that take them back.
 *
 * @param files the folder of its migrations
 */
record PrismaProject(Importing files) {
  static PrismaProject in(Importing files) {
    return new PrismaProject(
        files
            .file("migration_lock.toml", "provider = \"postgresql\"\n")
            .file("0_init/migration.sql", TABLES)
            .file("0_init/down.sql", DROP_TABLES)
            .file("20240101120000_function/migration.sql", FUNCTION + TRIGGER)
            .file("20240101120000_function/down.sql", DROP_FUNCTION)
            .file("20240101120000_index/migration.sql", INDEX)
            .file("20240101120000_index/down.sql", DROP_INDEX));
  }

  /**
   * Has the real Prisma apply them, over a driver of JavaScript, since it brings no engine along.
   */
  void deploy(String url) {
    RealTool prisma = RealTool.named("prisma/run");
    new MigrationFolder(files.folder())
        .file(
            "schema.prisma",
            "datasource db {\n  provider = \"postgresql\"\n  url = \"" + url + "\"\n}\n")
        .file(
            "prisma.config.mjs",
            """
            import { PrismaPg } from '%s';
            class Whole extends PrismaPg { // it would cut a script at each semicolon, which the engine does not
              async connect() {
                const connection = await super.connect();
                connection.executeScript = async script => { await connection.client.query(script); };
                return connection;
              }
            }
            export default {
              engine: 'js',
              experimental: { adapter: true },
              schema: 'schema.prisma',
              migrations: { path: 'source' },
              adapter: async () => new Whole({ connectionString: '%s' }),
            };
            """
                .formatted(
                    prisma
                        .program()
                        .resolveSibling("node_modules/@prisma/adapter-pg/dist/index.mjs"),
                    url));
    prisma.run(files.folder(), "migrate", "deploy");
  }
}
