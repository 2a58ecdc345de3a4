package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Flux without Flux: its schemas, which .ci/tools fetches, and Helm called as its controller calls
 * it.
 */
@OnCluster
class FluxTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      serving: {mode: deployment}
      migrations: {targets: [shop latest], files: {shop: {%s}}}
      """;
  private static final String FIRST = "V1__a.sql: 'create table a ();', U1__a.sql: 'drop table a;'";
  private static final String SECOND =
      FIRST + ", V2__b.sql: 'create table b ();', U2__b.sql: 'drop table b;'";
  private static final String BROKEN = SECOND + ", V3__c.sql: 'create table c (c no_such_type);'";

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void the_page_s_objects_are_what_flux_s_schemas_allow() {
    Path schemas = tools().resolve("flux");
    Assumptions.assumeTrue(Files.isDirectory(schemas), "no " + schemas + ": .ci/tools fetches it");
    String objects =
        Example.of("docs/gitops.md", "flux")
            .with("namespace: shop", "namespace: " + NAMESPACE.name())
            .text();
    kubectl("apply", "--server-side", "-f", schemas.toString()).succeeded();
    try {
      kubectl("wait", "--for=condition=Established", "-f", schemas.toString()).succeeded();
      await("the API server shows what it has established")
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(tried(objects).succeeded())
                      .contains("gitrepository.source.toolkit.fluxcd.io/shop created")
                      .contains("helmrelease.helm.toolkit.fluxcd.io/web created"));
      assertThat(tried(objects.replace("remediateLastFailure", "remediateLast")).failed())
          .as("the schema sees a field that is none")
          .contains("remediateLast");
    } finally {
      kubectl("delete", "-f", schemas.toString(), "--wait=false");
    }
  }

  private static Command.Result tried(String objects) {
    return Command.run(
        List.of("kubectl", "apply", "--dry-run=server", "--validate=strict", "-f", "-"), objects);
  }

  private static Command.Result kubectl(String... words) {
    return Command.run(Stream.concat(Stream.of("kubectl"), Arrays.stream(words)).toList());
  }

  /** As .ci/tools has it. */
  private static Path tools() {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    return Optional.ofNullable(System.getenv("LOCKSTEP_TOOLS"))
        .map(Path::of)
        .orElse(cache.resolve("lockstep/tools"));
  }

  @Test
  void its_calls_of_helm_go_forwards_and_its_remediation_goes_back() {
    web.fluxUpgrade(VALUES.formatted(FIRST), "4m").succeeded();
    web.fluxUpgrade(VALUES.formatted(SECOND), "4m").succeeded();
    assertThat(web.audit().last().to()).isEqualTo("2");
    List<Job> before = web.jobs();
    web.fluxUpgrade(VALUES.formatted(SECOND), "4m").succeeded();
    assertThat(web.jobs()).as("a revision, so new Jobs").doesNotContainAnyElementsOf(before);

    web.fluxUpgrade(VALUES.formatted(BROKEN), "30s").failed();
    assertThat(web.endedJobs()).isNotEmpty().allMatch(Job::failed);
    assertThat(web.audit().last().result()).isEqualTo("failed");
    web.fluxRollback();
    assertThat(web.audit().last().to()).isEqualTo("2");
    assertThat(web.serviceSite().states("shop")).containsEntry("2", "applied");
  }
}
