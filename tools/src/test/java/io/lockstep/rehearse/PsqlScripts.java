package io.lockstep.rehearse;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Scripts that {@code psql -1 -X -v ON_ERROR_STOP=1 -f} runs whole, of PostgreSQL's own regression
 * tests: as a migration each has the same result. They are no part of this project and are read
 * from where they lie, or the test is skipped. Two classes take half of them each, so that they can
 * run at once: a script may make roles, so each class needs a server of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PsqlScripts {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("lockstep.psql.scripts", "../../shared/sql"));
  private static final String NONE = "none";

  @TempDir static Path server;

  private final int half;
  private SystemServer system;
  private Settings settings;

  /**
   * @param half 0 or 1
   */
  PsqlScripts(int half) {
    this.half = half;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    assumeThat(Files.isDirectory(SCRIPTS)).as("the scripts are at " + SCRIPTS).isTrue();
    system = SystemServer.start(server);
    settings = system.settings();
    new Connector(settings, new ProcessClock(), Patience.LIMIT).open("test").close();
  }

  @AfterAll
  void stop() {
    if (system != null) {
      system.close();
    }
  }

  List<String> scripts() throws IOException {
    if (!Files.isDirectory(SCRIPTS)) {
      return List.of(NONE);
    }
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<String> all =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .sorted()
              .toList();
      return IntStream.range(0, all.size()).filter(i -> i % 2 == half).mapToObj(all::get).toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void a_script_has_the_result_that_it_has_in_psql(String name, @TempDir Path db)
      throws IOException, InterruptedException {
    Path script = SCRIPTS.resolve(name);
    Result psqls = afterPsql(script);
    new MigrationFolder(db).file("main/V1__x.sql", Files.readString(script));
    assertThat(afterMigration(db)).isEqualTo(psqls);
  }

  /**
   * @param done some fail, as psql says, where the server is too young or lacks a role
   */
  private record Result(boolean done, String dump) {}

  private Result afterPsql(Path script) throws IOException, InterruptedException {
    create();
    boolean done =
        start(
                "psql",
                "-q",
                "-1",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                url(),
                "-f",
                script.toString())
            .done();
    return new Result(done, dump());
  }

  private Result afterMigration(Path db) throws IOException, InterruptedException {
    create();
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Connector connector =
        new Connector(settings.withDatabase("scripts"), clock, Duration.ofSeconds(30));
    boolean done = true;
    try {
      new Lockstep(connector, CatalogReader.read(db), clock).migrate(targets("main latest"));
    } catch (LockstepException e) {
      assertThat(e.exit()).isEqualTo(ExitCode.MIGRATION_FAILED);
      done = false;
    }
    return new Result(done, dump());
  }

  /** An empty database, and no roles but ours. */
  private void create() {
    JdbcClient jdbc = JdbcClient.create(settings.dataSource("test"));
    jdbc.sql("drop database if exists scripts with (force)").update();
    jdbc.sql("select rolname from pg_roles where oid >= 16384")
        .query(String.class)
        .list()
        .forEach(role -> jdbc.sql("drop role \"" + role.replace("\"", "\"\"") + "\"").update());
    jdbc.sql("create database scripts").update();
  }

  private String url() {
    return "host=localhost port=%d user=%s dbname=scripts"
        .formatted(settings.port(), settings.user());
  }

  private String dump() throws IOException, InterruptedException {
    Result all =
        start(
            "pg_dump",
            "--inserts",
            "--exclude-schema=lockstep",
            "--exclude-table=main_schema_history",
            "-d",
            url());
    assertThat(all.done()).isTrue();
    return String.join(
        "\n", all.dump().lines().filter(line -> !line.matches("\\\\(un)?restrict .*")).toList());
  }

  private static Result start(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor() == 0, out);
  }
}
