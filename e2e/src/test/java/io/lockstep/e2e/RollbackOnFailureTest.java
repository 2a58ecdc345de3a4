package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Helm's way back by itself, when the second of two new migrations fails. */
@OnCluster
class RollbackOnFailureTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      serving: {mode: deployment}
      migrations: {targets: [shop latest], files: {shop: {%s}}}
      """;
  private static final String OLD =
      "V0001__orders.sql: 'create table orders (id int);', U0001__orders.sql: 'drop table orders;'";
  private static final String NEW =
      OLD
          + ", V0002__total.sql: 'alter table orders add column total int;'"
          + ", U0002__total.sql: 'alter table orders drop column total;'"
          + ", V0003__note.sql: 'alter table orders add column note no_such_type;'";

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void a_failed_migration_brings_back_pods_schema_and_history() {
    web.upgrade(VALUES.formatted(OLD));
    final String pods = template();

    assertThat(web.upgradeThatGoesBack(VALUES.formatted(NEW))).contains("rolled back");
    assertThat(web.audit().runs())
        .extracting(run -> run.from() + " " + run.to() + " " + run.result())
        .containsExactly("zero 0001 done", "0001  failed", "0002 0001 done");
    assertThat(columns()).as("the schema").isEqualTo("id");
    assertThat(template()).as("what pods are made of").isEqualTo(pods);
    NAMESPACE.kubectl("rollout", "status", "deployment/" + web.fullname(), "--timeout=60s");
    assertThat(web.serviceSite().states("shop"))
        .as("the history, as the pods show it")
        .isEqualTo(Map.of("0001", "applied", "0002", "undone"));
    assertThat(web.jobs()).singleElement().matches(Job::succeeded);
  }

  private String template() {
    return NAMESPACE.get("deployment", web.fullname()).at("/spec/template").toString();
  }

  private String columns() {
    return web.sql(
        "select string_agg(column_name, ' ') from information_schema.columns where table_name = 'orders'");
  }
}
