package io.lockstep.tenants.rollout;

import static io.lockstep.Asking.problem;
import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several databases with one schema, each held against its own history. */
class TenantsVerifierTest {
  @TempDir private Path db;
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  private Tenancy tenancy;

  @BeforeEach
  void threeTenantsAtLatest() {
    tenancy = new Tenancy(db, "a", "b", "c");
    tenancy.rollout(clock, tenancy.tenants()).run(request(RolloutStage.ALL, Optional.empty()));
  }

  @Test
  void tenants_that_are_what_their_histories_say_have_a_line_each_and_no_problem() {
    TenantsVerification found = verify(false, "main latest");
    assertThat(found.problem()).isEmpty();
    assertThat(lines(found))
        .hasSize(3)
        .allMatch(line -> line.matches("tenant [abc]: as recorded by run 1 at \\S+"));
  }

  @Test
  void what_was_changed_by_hand_is_said_below_its_tenant_and_the_others_are_looked_at() {
    tenancy.databases.get("a").jdbc().sql("create table by_hand ()").update();
    TenantsVerification found = verify(false);
    assertThat(lines(found))
        .hasSize(4)
        .anyMatch(
            line ->
                line.matches(
                    "tenant a: differs: 1 difference from what was recorded by run 1 at .*"))
        .contains("  + table by_hand");
    assertThat(found.problem().orElseThrow().exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(found.problem().orElseThrow().text()).contains("1 of 3 are", ": a (exit 3)");
  }

  @Test
  void a_target_that_one_has_not_reached_is_a_finding_there() {
    assertThat(lines(verify(false, "main 2")))
        .filteredOn(line -> line.startsWith("  ! "))
        .hasSize(3);
  }

  @Test
  void one_that_is_away_hides_no_finding_of_another_and_counts_if_there_is_none() {
    assertThat(verifyWithOneAway().problem().orElseThrow().exit()).isEqualTo(ExitCode.UNREACHABLE);
    tenancy.databases.get("c").jdbc().sql("create table by_hand ()").update();
    TenantsVerification found = verifyWithOneAway();
    assertThat(found.problem().orElseThrow().exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(lines(found))
        .anyMatch(line -> line.matches("tenant away: not verified \\(exit 6\\): .*"))
        .contains("  + table by_hand");
  }

  @Test
  void each_tenants_own_database_keeps_what_was_found_there() {
    verify(true, "main latest");
    assertThat(tenancy.databases.values())
        .allMatch(
            database ->
                database
                    .jdbc()
                    .sql("select result from lockstep.verification")
                    .query(String.class)
                    .single()
                    .equals("as recorded"));
  }

  @Test
  void what_was_found_in_one_is_told_before_the_next_one_is_looked_at() {
    Consumer<TenantVerification> spoilB =
        tenant -> {
          if (tenant.tenant().equals("a")) {
            tenancy.databases.get("b").jdbc().sql("create table by_hand ()").update();
          }
        };
    assertThat(tenancy.verifier(clock, tenancy.tenants(), spoilB).run(List.of(), false).tenants())
        .extracting(TenantVerification::exitCode)
        .containsExactly(0, ExitCode.REFUSED.code(), 0);
  }

  @Test
  void schemas_of_a_database_that_is_away_wait_for_it_once() {
    ManualClock waiting = new ManualClock(() -> {});
    Duration wait = Duration.ofMinutes(1);
    List<Tenant> tenants =
        Stream.of("x", "y", "z").map(name -> Tenancy.inSchema(name, "nowhere", name)).toList();
    TenantsVerification found =
        new TenantsVerifier(
                new Connector(tenancy.own.settings(), waiting, wait),
                connector -> TenantList.of(connector.settings(), tenants),
                CatalogReader.read(tenancy.folder.path()),
                waiting,
                tenant -> {},
                Optional.of(1))
            .run(List.of(), false);
    assertThat(found.tenants()).extracting(TenantVerification::exitCode).containsExactly(6, 6, 6);
    assertThat(waiting.elapsed()).isBetween(wait, wait.plusSeconds(1));
  }

  @Test
  void when_the_process_is_asked_to_end_no_further_tenant_is_looked_at() {
    List<String> looked = new ArrayList<>();
    Consumer<TenantVerification> stopAtB =
        tenant -> {
          looked.add(tenant.tenant());
          if (tenant.tenant().equals("b")) {
            clock.stop();
          }
        };
    TenantsVerifier verifier = tenancy.verifier(clock, tenancy.tenants(), stopAtB);
    problem(ExitCode.TERMINATED, () -> verifier.run(List.of(), false));
    assertThat(looked).containsExactly("a", "b");
  }

  @Test
  void a_target_that_is_none_is_refused_before_anything_is_looked_at() {
    assertThat(problem(ExitCode.USAGE, () -> verify(false, "main")).text()).contains("\"main\"");
  }

  @Test
  void what_to_do_about_a_tenant_that_could_not_be_looked_at_is_told_below_it() {
    List<String> lines = lines(verifyWithOneAway());
    int away =
        lines.indexOf(
            lines.stream().filter(l -> l.contains("not verified")).findAny().orElseThrow());
    assertThat(lines.get(away)).startsWith("tenant away: not verified (exit 6): connecting to");
    assertThat(lines.get(away + 1)).startsWith("  Check POSTGRES_HOST");
    assertThat(lines.get(away + 1)).endsWith("and the list, if it is a tenant's.");
  }

  private TenantsVerification verify(boolean record, String... targets) {
    return tenancy.verifier(clock, tenancy.tenants(), tenant -> {}).run(List.of(targets), record);
  }

  private TenantsVerification verifyWithOneAway() {
    List<Tenant> tenants =
        Stream.concat(Stream.of(Tenancy.away("away")), tenancy.tenants().stream()).toList();
    return tenancy.verifier(clock, tenants, tenant -> {}).run(List.of(), false);
  }

  private static List<String> lines(TenantsVerification found) {
    return found.tenants().stream().flatMap(tenant -> tenant.lines().stream()).toList();
  }
}
