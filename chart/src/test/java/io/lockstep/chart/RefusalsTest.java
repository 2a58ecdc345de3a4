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
        "reader: {enabled: true, username: app, password: x} | reader.username: app is the role that migrates",
        "migrations: {hook: argocd, suspend: true} | migrations.suspend: Argo CD would wait for its hook",
      })
  void a_value_that_can_not_work_is_refused_with_the_way_out(String values, String says) {
    assertThat(Chart.refusal(values)).contains(says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: {registry: '', repository: 'ghcr.io:443/acme/shop'}",
        "image: {registry: mirror.example.org, repository: ghcr.io/acme/shop}",
        "{global: {imageRegistry: mirror.example.org}, image: {repository: ghcr.io/acme/shop}}",
        "reader: {username: app, enabled: false}"
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
