package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would go wrong after Helm has begun is refused before, with what to do. */
class RefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: {repository: 'shop:1.4'} | image.repository: \"shop:1.4\" has a tag or a digest; give it as image.tag",
        "image: {repository: 'shop@sha256:1'} | image.repository: \"shop@sha256:1\" has a tag or a digest",
        "image: {repository: ghcr.io/acme/shop} | image.repository: \"ghcr.io/acme/shop\" begins with a registry, and image.registry is localhost",
        "postgresql: {image: {repository: 'mine/postgres:16'}} | give it as postgresql.image.tag",
        "image: {registry: ghcr.io, repository: Acme/shop} | image.repository: \"Acme/shop\" is no name that a registry can have: small letters",
        "image: {repository: 'shop '} | image.repository: \"shop \" is no name that a registry can have",
        "postgresql: {image: {repository: /postgres}} | postgresql.image.repository: \"/postgres\" is no name",
        "global: {imageRegistry: 'https://mirror.example.org'} | global.imageRegistry: \"https://mirror.example.org\" is no registry",
        "global: {imageRegistry: mirror.example.org/} | without a / at the end",
        "serving: {ingress: {enabled: true, hostname: Shop.example.org}} | serving.ingress.hostname: \"Shop.example.org\" is no host name",
        "serving: {ingress: {enabled: true, extraHosts: [{name: 'a:80'}]}} | serving.ingress.extraHosts[0].name: \"a:80\" is no host name",
        "serving: {httpRoute: {enabled: true, parentRefs: [{name: g}], hostnames: ['https://a']}} | serving.httpRoute.hostnames: \"https://a\"",
        "serving: {mode: deployment, pdb: {create: true, maxUnavailable: ''}} | set minAvailable or maxUnavailable, or create=false",
        "serving: {mode: deployment, autoscaling: {enabled: true, targetCPU: ''}} | set targetCPU or targetMemory",
        "serving: {mode: deployment, minReadySeconds: 3600} | serving.minReadySeconds: it is 3600, and progressDeadlineSeconds 3600",
        "serving: {dnsPolicy: None} | serving.dnsPolicy: with None nothing says how names are looked up",
        "migrations: {dnsPolicy: None} | set migrations.dnsConfig as well",
        "migrations: {schedule: '0 3 * * 7'} | five fields of cron with days of the week from 0 to 6",
        "migrations: {lease: 1s} | a time from 2s to 1h",
        "migrations: {configMaps: {main: My_Map}} | a name as Kubernetes has it: small letters",
        "migrations: {resources: {limits: {memory: 512MB}}} | a quantity like 0.5, 500m, 512Mi or 1Gi",
        "migrations: {podLabels: {a: 'b c'}} | the value of a label: letters, digits",
        "migrations: {hook: argocd, suspend: true} | migrations.suspend: Argo CD would wait for its hook",
      })
  void a_value_that_can_not_work_is_refused_with_the_way_out(String values, String says) {
    assertThat(Chart.refusal(values)).contains(says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: {registry: '', repository: 'ghcr.io:443/acme/shop'}",
        "image: {registry: '', repository: GHCR.io/acme/the_shop/v1.2--beta}",
        "image: {registry: mirror.example.org, repository: ghcr.io/acme/shop}",
        "serving: {ingress: {enabled: true, hostname: '*.{{ .Release.Name }}.example.org', extraHosts: [{name: localhost}]}}",
        "{global: {imageRegistry: 'mirror.example.org:5000/hub'}}",
        "{global: {imageRegistry: mirror.example.org}, image: {repository: ghcr.io/acme/shop}}"
      })
  void what_looks_alike_and_works_is_taken(String values) {
    assertThat(Chart.refusal(values)).isEqualTo("accepted");
  }

  @Test
  void files_and_lists_that_no_configmap_holds_are_refused() {
    String text = "x".repeat(600_000);
    String files = "migrations: {files: {main: {V1__a.sql: %s, V2__b.sql: %s}}}";
    assertThat(Chart.refusal(files.formatted(text, text)))
        .contains("migrations.files.main: it has 1200000 bytes, and a ConfigMap holds 1048576");
    assertThat(Chart.refusal(files.formatted(text, "x"))).isEqualTo("accepted");
    String tenants =
        "migrations: {tenants: {list: [{name: a, database: %s}, {name: b, host: %s}]}}";
    assertThat(Chart.refusal(tenants.formatted(text, text)))
        .contains("migrations.tenants.list: it has 1200", "give a query");
  }
}
