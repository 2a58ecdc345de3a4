package io.lockstep.schema;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.run.Lockstep;
import io.lockstep.sql.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role that lacks a right is told which; what it is told is carried out, and all is well. */
class MissingRightsTest {
  private static final Pattern GRANT = Pattern.compile("GRANT [^;]*;");

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final String role = database.name() + " Rôle \"x\" %";

  @BeforeEach
  void a_role_with_nothing() {
    new MigrationFolder(folder).threeTables();
    sql("create role " + Identifier.quote(role) + " login password 'x'");
  }

  private void sql(String statement) {
    database.jdbc().sql(statement).update();
  }

  private Lockstep asRole(String schema) {
    ProcessClock clock = new ProcessClock();
    Settings settings =
        new Settings(
            "localhost", TestDatabase.port(), database.name(), role, "x", Tls.DEFAULT, schema);
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }

  /** Carries out what the refusal says. */
  private List<String> grant(Runnable refused) {
    String before = database.fingerprint();
    String text = problem(ExitCode.REFUSED, refused).text();
    assertThat(database.fingerprint()).isEqualTo(before);
    List<String> grants = GRANT.matcher(text).results().map(MatchResult::group).toList();
    assertThat(grants).as(text).isNotEmpty();
    grants.forEach(this::sql);
    return grants;
  }

  private void grantAndMigrate(String target, String schema, List<String> grants) {
    for (String expected : grants) {
      assertThat(grant(() -> asRole(schema).migrate(targets(target))))
          .containsExactly(expected.replace("ROLE", Identifier.quote(role)));
    }
    asRole(schema).migrate(targets(target));
    assertThat(asRole(schema).status(List.of(target)).reached()).isTrue();
    assertThat(asRole(schema).verify(List.of(target)).result()).hasToString("as recorded");
  }

  @Test
  void on_a_new_database() {
    grantAndMigrate(
        "main latest",
        "public",
        List.of(
            "GRANT CREATE ON DATABASE %s TO ROLE;".formatted(database.name()),
            "GRANT CREATE ON SCHEMA public TO ROLE;"));
  }

  @Test
  void on_a_schema_that_is_anothers() {
    sql("create schema lockstep authorization " + Identifier.quote(role));
    sql("create schema \"Their's\"");
    grantAndMigrate(
        "main latest", "Their's", List.of("GRANT CREATE, USAGE ON SCHEMA \"Their's\" TO ROLE;"));
  }

  @Test
  void on_a_schema_that_is_to_be_made() {
    sql("create schema lockstep authorization " + Identifier.quote(role));
    grantAndMigrate(
        "main latest",
        "New one",
        List.of("GRANT CREATE ON DATABASE %s TO ROLE;".formatted(database.name())));
  }

  @Test
  void on_tables_that_another_role_has_made() {
    database.lockstep(folder).migrate(targets("main 1"));
    sql("grant create on schema public to " + Identifier.quote(role));
    grant(() -> asRole("public").list());
    assertThat(asRole("public").list().apps().get(0).current()).isEqualTo("0001");
    grant(() -> asRole("public").migrate(targets("main latest")));
    assertThat(asRole("public").migrate(targets("main latest", "main 1")).result())
        .hasToString("done");
    assertThat(asRole("public").verify(List.of("main 1")).result()).hasToString("as recorded");
  }

  @Test
  void on_a_history_table_that_is_anothers() {
    sql("grant create on database " + database.name() + " to " + Identifier.quote(role));
    sql("grant create on schema public to " + Identifier.quote(role));
    asRole("public").migrate(targets("main 1"));
    sql("alter table main_schema_history owner to postgres");
    grantAndMigrate(
        "main latest",
        "public",
        List.of(
            "GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.main_schema_history TO ROLE;"));
  }

  @Test
  void a_script_whose_role_lacks_a_right_is_not_only_said_to_be_wrong() {
    sql("create table theirs (id int)");
    sql("grant create on database " + database.name() + " to " + Identifier.quote(role));
    sql("grant create on schema public to " + Identifier.quote(role));
    new MigrationFolder(folder)
        .threeTables()
        .file("main/V0002__b.sql", "alter table theirs add x int;");
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> asRole("public").migrate(with(fromZero("main"), "main 2")))
                .text())
        .contains("must be owner of table theirs", "The step was rolled back")
        .contains("Correct the file and run again.")
        .contains("If the file is right, let the owner of the object or a superuser give");
    sql("alter table theirs owner to " + Identifier.quote(role));
    asRole("public").migrate(targets("main 2"));
  }
}
