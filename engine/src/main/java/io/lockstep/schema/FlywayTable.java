package io.lockstep.schema;

/** Flyway's history table, as Flyway makes it (PostgreSQLDatabase.getRawCreateScript). */
public final class FlywayTable {
  private FlywayTable() {}

  /**
   * The statements that create it.
   *
   * @param table quoted, with its schema
   * @param key the quoted name of its constraint
   * @param index the quoted name of its index
   */
  public static String create(String table, String key, String index) {
    return """
        create table %s (
            "installed_rank" INT NOT NULL,
            "version" VARCHAR(50),
            "description" VARCHAR(200) NOT NULL,
            "type" VARCHAR(20) NOT NULL,
            "script" VARCHAR(1000) NOT NULL,
            "checksum" INTEGER,
            "installed_by" VARCHAR(100) NOT NULL,
            "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
            "execution_time" INTEGER NOT NULL,
            "success" BOOLEAN NOT NULL,
            CONSTRAINT %s PRIMARY KEY ("installed_rank")
        );
        create index %s on %s ("success");
        """
        .formatted(table, key, index, table);
  }
}
