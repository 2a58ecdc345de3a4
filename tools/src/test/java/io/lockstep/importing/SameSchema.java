package io.lockstep.importing;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.adopt.Adopting;
import io.lockstep.adopt.AdoptionReport;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.fingerprint.objects.FingerprintReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two databases, brought up by the other tool and by Lockstep from what was imported: they must be
 * the same.
 *
 * @param tools brought up by the other tool
 * @param ours brought up by Lockstep
 */
record SameSchema(TestDatabase tools, TestDatabase ours) {
  static SameSchema create() {
    return new SameSchema(TestDatabase.create(), TestDatabase.create());
  }

  /** Has the real golang-migrate apply a folder's files. */
  void golangMigrate(Path source) {
    golangMigrate(source, "up");
  }

  /** Runs a command of the real golang-migrate. */
  void golangMigrate(Path source, String command) {
    List<String> words = new ArrayList<>(List.of("-path", source.toString(), "-database", url()));
    words.addAll(List.of(command.split(" ")));
    RealTool.named("migrate").run(source.resolve(".."), words.toArray(String[]::new));
  }

  /** Runs a command of the real goose. */
  void goose(Path source, String command) {
    RealTool.named("goose")
        .run(source.resolve(".."), "-dir", source.toString(), "postgres", url(), command);
  }

  /** Has the real dbmate apply a folder's files. */
  void dbmate(Path source) {
    dbmate(source, "migrate");
  }

  /** Runs a command of the real dbmate. */
  void dbmate(Path source, String command) {
    RealTool.named("dbmate")
        .run(
            source.resolve(".."),
            "--url",
            url(),
            "--migrations-dir",
            source.toString(),
            "--no-dump-schema",
            command);
  }

  /** Has the real sqlx apply a folder's files. */
  void sqlx(Path source) {
    RealTool.named("cargo/bin/sqlx")
        .run(
            source.resolve(".."),
            "migrate",
            "run",
            "--source",
            source.toString(),
            "--database-url",
            url());
  }

  /** Has the real diesel apply a folder's migrations. */
  void diesel(Path source) {
    RealTool.named("cargo/bin/diesel")
        .run(
            source.resolve(".."),
            "migration",
            "run",
            "--migration-dir",
            source.toString(),
            "--database-url",
            url());
  }

  /** Runs a command of the real sql-migrate. */
  void sqlMigrate(Path source, String command) {
    new MigrationFolder(source.resolve(".."))
        .file(
            "dbconfig.yml",
            "development:\n  dialect: postgres\n  datasource: %s\n  dir: %s\n"
                .formatted(url(), source));
    RealTool.named("sql-migrate").run(source.resolve(".."), command);
  }

  /** A Django project on the other tool's database. */
  DjangoProject django(Path folder) {
    return new DjangoProject(RealTool.named("django/bin/python"), folder, tools);
  }

  /** The address of the other tool's database. */
  String url() {
    return toolsUrl("postgres");
  }

  /** The same, with another scheme. */
  String toolsUrl(String scheme) {
    return scheme
        + "://postgres:postgres@localhost:%d/%s?sslmode=disable"
            .formatted(TestDatabase.port(), tools.name());
  }

  /** Has Lockstep adopt the other tool's database without a difference, and take all back. */
  void assertThatLockstepAdopts(Path db, String from) {
    AdoptionReport report = Adopting.PLAIN.run(tools, db, "shop latest");
    assertThat(report.lines()).isEmpty();
    assertThat(report.summary()).startsWith("adopted: shop ").endsWith(" from " + from);
    assertThat(tools.lockstep(db).verify(List.of("shop latest")).problem()).isEmpty();
    tools.lockstep(db).migrate(targets("shop zero"));
    assertThat(tools.fingerprint()).doesNotContain("customer", "purchase");
    tools.lockstep(db).migrate(targets("shop latest"));
  }

  /**
   * Has Lockstep apply what was imported, compares, and has it take all back.
   *
   * @param ownTables the tables in which the other tool remembers what is applied
   */
  void assertThatLockstepMakes(Path db, List<String> ownTables) throws SQLException {
    Fingerprint empty = fingerprint(ours);
    ours.lockstep(db).migrate(targets("shop latest"));
    ownTables.forEach(table -> tools.jdbc().sql("drop table " + table).update());
    Fingerprint expected = fingerprint(tools);
    assertThat(FingerprintDifference.between(expected, fingerprint(ours)).lines()).isEmpty();
    assertThat(expected).as("something is compared").isNotEqualTo(empty);
    ours.lockstep(db).migrate(targets("shop zero"));
    assertThat(FingerprintDifference.between(empty, fingerprint(ours)).lines()).isEmpty();
  }

  private static Fingerprint fingerprint(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      return new FingerprintReader(Session.jdbcOn(connection)).read("public");
    }
  }
}
