package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract steps of many databases: each wave waits for the old pods, the rest for the canary. */
@OnCluster
class TenantsContractTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String FIRST =
      """
      serving: {mode: deployment}
      migrations:
        targets: [shop latest]
        contract: {waitFor: [{name: web-lockstep}], deadline: 5m}
        tenants:
          canary: {names: [globex]}
          list: [{name: acme, database: acme}, {name: globex, database: globex}]
        files:
          shop:
            V0001__account.sql: create table account (id int, email text, contact text);
            U0001__account.sql: drop table account;
      """;
  private static final String SECOND =
      FIRST
          + """
                  V0002__drop_email.sql: |
                    -- lockstep: contract
                    alter table account drop column email;
                  U0002__drop_email.sql: alter table account add column email text;
            """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void every_tenant_s_contract_steps_come_when_the_old_pods_are_gone() {
    web.upgrade("{migrations: {enabled: false}, serving: {enabled: false}}");
    web.sql("create database acme");
    web.sql("create database globex");
    web.upgrade(FIRST);
    web.upgrade(SECOND);
    assertThat(web.endedJobs()).hasSize(4).allMatch(Job::succeeded);
    assertThat(job("tenants").log())
        .contains("waits until the old pods are gone")
        .containsPattern("tenant acme: .*shop at 0001");
    assertThat(job("contract-canary").log()).containsPattern("globex: done, .*from 0001 to 0002");
    assertThat(job("contract-tenants").log()).containsPattern("acme: done, .*from 0001 to 0002");
    for (String tenant : new String[] {"acme", "globex"}) {
      assertThat(
              web.sql(
                  tenant,
                  "select count(*) from information_schema.columns where column_name = 'email'"))
          .isEqualTo("0");
    }
  }

  private Job job(String wave) {
    return web.jobs().stream()
        .filter(job -> job.name().startsWith("web-lockstep-" + wave + "-"))
        .findFirst()
        .orElseThrow();
  }
}
