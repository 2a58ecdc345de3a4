package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.RotatingRole;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.tenants.TenantSource;
import io.lockstep.functions.tenants.TenantStates;
import io.lockstep.functions.tenants.Tenants;
import io.lockstep.tenants.TenantPasswords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SECURITY.md: of what can't be read the answers name the kind of failure, and no host, port or
 * user of a database.
 */
class NoPlaceInAnswersTest {
  private static final String[] PATHS = {
    "/",
    "/tenants",
    "/runs",
    "/migrations",
    "/plan?target=main+latest",
    "/readyz",
    "/metrics",
    "/timeline",
    "/runs/1"
  };

  @TempDir private Path db;
  @TempDir private Path lists;
  private final TestDatabase own = TestDatabase.create();
  private final ExecutorService threads = Executors.newFixedThreadPool(PATHS.length);

  @BeforeEach
  void migrated() {
    new MigrationFolder(db).threeTables();
    own.lockstep(db).migrate(targets("main latest"));
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void the_document_promises_the_tested_properties() throws IOException {
    assertThat(Files.readString(Path.of("..", "SECURITY.md")).replace('\n', ' '))
        .contains("no host, port or user of a database", "the kind of failure is shown");
  }

  @Test
  void the_user_who_applied_a_migration_is_not_shown() {
    own.jdbc().sql("update main_schema_history set installed_by = 'shop_owner'").update();
    try (ServedFunctions served = ServedFunctions.on(own.settings(), db)) {
      for (String path : PATHS) {
        assertThat(served.get(path).body()).doesNotContain("shop_owner", "installedBy");
      }
    }
  }

  private static Settings asNobody(TestDatabase database, String user) {
    return new Settings(
        "127.0.0.1", TestDatabase.port(), database.name(), user, "x", Tls.DEFAULT, "public");
  }

  private String[] answers(Settings settings, Path list) {
    try (ServedFunctions served =
        ServedFunctions.on(
            settings,
            db,
            Map.of("LOCKSTEP_TENANTS", list.toString(), "LOCKSTEP_METRICS", "true"))) {
      // All at once: where the database is away, each takes as long as it is waited for.
      List<CompletableFuture<String>> all =
          Arrays.stream(PATHS)
              .map(path -> CompletableFuture.supplyAsync(() -> served.get(path).body(), threads))
              .toList();
      return all.stream().map(CompletableFuture::join).toArray(String[]::new);
    }
  }

  private Path list(String text) throws IOException {
    return Files.writeString(lists.resolve("tenants.json"), text);
  }

  @Test
  void a_tenant_that_can_not_be_read_is_shown_with_the_kind_of_failure(
      @TempDir Path data, @TempDir Path mount) throws IOException {
    TestDatabase closed = TestDatabase.create();
    closed.lockstep(db).migrate(targets("main latest"));
    String denied = closed.name() + "_denied";
    closed.jdbc().sql("create role " + denied + " login").update();
    try (OwnServer server = OwnServer.start(data)) {
      RotatingRole role = RotatingRole.on(server, mount);
      Path list =
          list(
              """
              [{"name": "down", "host": "127.0.0.1", "port": 1, "user": "down_owner"},
               {"name": "lost", "host": "db-7.invalid", "user": "lost_owner"},
               {"name": "unknown", "user": "unknown_owner"},
               {"name": "nowhere", "database": "no_such", "user": "postgres"},
               {"name": "plain", "database": "plain", "user": "plain_owner", "sslmode": "require"},
               {"name": "denied", "database": "%s", "user": "%s"},
               {"name": "wrong", "host": "127.0.0.2", "port": %d, "database": "postgres",
                "user": "%s", "password": "s3cr3t"},
               {"name": "fileless", "database": "x", "passwordFile": "%s/none"}]
              """
                  .formatted(closed.name(), denied, server.port(), role.name(), lists));
      String[] answers = answers(own.settings(), list);
      assertThat(answers[1])
          .contains("unreachable", "authentication failed", "rights are missing")
          .contains("no secure connection (TLS)")
          .contains("the password's file can't be read", "\\\"no_such\\\" does not exist");
      for (String answer : answers) {
        assertThat(answer)
            .doesNotContain(
                "_owner", "127.0.0.", "invalid", denied, role.name(), "s3cr3t", "localhost")
            .doesNotContain(":" + server.port(), ":" + TestDatabase.port());
      }
    }
  }

  @Test
  void a_database_that_is_away_is_not_named() throws IOException {
    Settings away = new Settings("127.0.0.1", 1, "shop", "shop_owner", "x", Tls.DEFAULT, "public");
    for (String answer : answers(away, list("[{\"name\": \"acme\"}]"))) {
      assertThat(answer).doesNotContain("127.0.0.1", "shop_owner", "refused");
    }
  }

  @Test
  void a_list_that_can_not_be_had_is_a_kind_of_failure_too() throws IOException {
    assertThat(problem(asNobody(own, "nobody_here"), "select 'a' as name"))
        .contains("authentication failed")
        .doesNotContain("nobody_here");
    for (String query :
        List.of(
            "select 'a' as name, 'db-7.invalid' as host",
            "select 'a' as name, 'no/host' as host",
            "select 'a' as name, 99999 as port",
            "select n as name from unnest(array['a', 'b']) n",
            "select set_config('role', 'secret_owner', true) as name")) {
      assertThat(problem(own.settings(), query))
          .contains("the tenants: ")
          .doesNotContain("invalid", "no/host", "99999", "localhost", "secret_owner");
    }
    Path twice =
        list("[{\"name\": \"a\", \"host\": \"db-7\"}, {\"name\": \"b\", \"host\": \"db-7\"}]");
    for (String answer : answers(own.settings(), twice)) {
      assertThat(answer).doesNotContain("db-7");
    }
  }

  private String problem(Settings settings, String query) {
    TenantSource source =
        new TenantSource(
            settings,
            false,
            Optional.empty(),
            Optional.of(query),
            Optional.empty(),
            TenantPasswords.DEFAULT);
    try (ReadOnlyDatabase database = new ReadOnlyDatabase(settings);
        Tenants tenants = new Tenants(source, database, CatalogReader.read(db), List.of())) {
      TenantStates now = tenants.now();
      return now.problem().orElseThrow();
    }
  }

  @Test
  void hosts_blocking_sessions_and_roles_in_the_reason_of_a_run_are_not_shown() throws IOException {
    for (String reason :
        List.of(
            "connecting to shop_owner@db-7:5433/shop: FATAL: no pg_hba.conf entry for host \"10.0.0.7\"\nCheck it.",
            "turn 1 ended with 3: connecting to shop_owner@db-7:5433/shop: this is a standby",
            "V2__b.sql: canceling statement; blocked by session 77 (shop_owner, psql), idle since 10:00, last statement: select 'db-7'\nRun again.",
            "target \"main latest\": ERROR: permission denied for table main_schema_history\nAs the owner or a superuser: GRANT INSERT ON TABLE public.main_schema_history TO shop_owner; Then run again.",
            "letting the role \"shop_owner\" of POSTGRES_READER_USER read: this role may not grant usage on schema public\nAs the owner: GRANT usage on schema public TO \"shop_owner\"; or unset POSTGRES_READER_USER.",
            "making the role \"a \"\" shop_owner\" of POSTGRES_READER_USER: ERROR: permission denied to create role\nAs a superuser: ALTER ROLE \"shop_owner\" CREATEROLE; or unset it.")) {
      own.jdbc()
          .sql("update lockstep.run set result = 'failed', exit_code = 6, reason = :reason")
          .param("reason", reason)
          .update();
      for (String answer : answers(own.settings(), list("[]"))) {
        assertThat(answer).doesNotContain("shop_owner", "db-7", "5433", "10.0.0.7", "databaseUser");
      }
      try (ServedFunctions served = ServedFunctions.on(own.settings(), db)) {
        assertThat(served.get("/runs").body()).contains("the run's log says");
      }
    }
  }

  @Test
  void statements_and_words_that_an_older_version_has_recorded_are_not_shown() {
    for (String reason :
        List.of(
            "apply /db/main/V2__b.sql line 3 (insert into t values ('s3cret (x): y')): ERROR: invalid input syntax for type integer: \"s3cret\" (SQLSTATE 22P02)\nThe step was rolled back.",
            "V2__b.sql line 3 (select 's3cret'): the server has ended the session there 6 times: FATAL: x\nCorrect the file.",
            "asked to end (SIGTERM): apply V2__b.sql line 3 (select 's3cret') was cancelled\nThe step was rolled back.")) {
      own.jdbc()
          .sql("update lockstep.run set result = 'failed', exit_code = 4, reason = :reason")
          .param("reason", reason)
          .update();
      try (ServedFunctions served = ServedFunctions.on(own.settings(), db)) {
        for (String path : PATHS) {
          assertThat(served.get(path).body()).doesNotContain("s3cret");
        }
        assertThat(served.get("/runs").body()).contains("V2__b.sql line 3");
      }
    }
  }
}
