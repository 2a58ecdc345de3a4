package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real Argo CD with an app of apps in git, from the first sync on: two applications with one
 * database, and every change is a commit.
 */
@OnCluster
@ExtendWith(GitServer.Condition.class)
class ArgoCdSyncTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();
  @RegisterExtension final ArgoCd argo = new ArgoCd(NAMESPACE);

  private static final String LATEST = "migrations: {targets: [\"main latest\"]}";
  private static final String SECRET = "web-postgresql";

  @Test
  void what_git_says_is_applied_and_taken_back_by_image_target_and_password() {
    final String shop = argo.unique("shop");
    final String web = argo.unique("web");
    final String guest = argo.unique("guest");
    final Release release = new Release(NAMESPACE, web);
    GitServer.Repository git = argo.repository("apps");
    // Its data must outlive the database's pod.
    Example application =
        argo.application(web, SECRET, git)
            .with(ArgoCd.bundled(SECRET, false), ArgoCd.bundled(SECRET, true));
    argo.secret(SECRET, "first");

    git.push(Map.of("apps/web.yaml", application.text()));
    argo.apply(shop, argo.parent(shop, git));
    argo.made(web);
    List<Job> first = synced(release, git, shop, web);
    assertThat(release.audit().last().to()).isEqualTo("0002");

    git.push(
        Map.of(
            "apps/web.yaml",
            application.with(LATEST, "migrations: {targets: [main 0001]}").text()));
    synced(release, git, shop, web);
    assertThat(release.audit().last().to()).isEqualTo("0001");

    git.push(Map.of("apps/web.yaml", application.text()));
    assertThat(synced(release, git, shop, web))
        .as("git is where it was, and so are the Jobs' names")
        .extracting(Job::name)
        .isEqualTo(first.stream().map(Job::name).toList());
    assertThat(release.audit().last().to()).isEqualTo("0002");

    String tag = "{tag: \"%s\"}";
    git.push(
        Map.of(
            "apps/web.yaml",
            application.with(tag.formatted(Image.tag()), tag.formatted(Image.nextTag())).text()));
    synced(release, git, shop, web);
    assertThat(release.audit().last().to()).isEqualTo("0003");

    // The older image, which has never heard of 0003, and a second application on the database.
    git.push(
        Map.of(
            "apps/web.yaml",
            application.text(),
            "apps/guest.yaml",
            guest(guest, release.fullname(), git).text()));
    argo.made(guest);
    synced(release, git, shop, web);
    argo.awaitHealthy(guest, git.head());
    assertThat(new Release(NAMESPACE, guest).endedJobs()).hasSize(2).allMatch(Job::succeeded);
    assertThat(release.sql("select max(version) from shop_schema_history where success"))
        .isEqualTo("0001");
    assertThat(
            release.sql(
                "select count(*) from information_schema.columns where column_name = 'votes'"))
        .as("what 0003 had made")
        .isEqualTo("0");

    argo.secret(SECRET, "second");
    git.push(
        Map.of(
            "chart/password.yaml",
            Example.of("docs/gitops.md", "password").text(),
            "apps/web.yaml",
            application
                .with("valuesObject:", "valueFiles: [password.yaml]\n      valuesObject:")
                .text()));
    synced(release, git, shop, web);
    await("the database has the new password")
        .atMost(ArgoCd.SYNC)
        .until(() -> connects(release, "second") && !connects(release, "first"));
    assertThat(release.audit().runs())
        .extracting(run -> run.target() + " " + run.result())
        .as("web and guest are no rollouts of each other: none was in the way")
        .allMatch(run -> run.endsWith(" done"));
  }

  /** Uses the first one's database, with an app of its own, and its app as well. */
  private Example guest(String name, String server, GitServer.Repository git) {
    return argo.application(name, SECRET, git)
        .with(
            LATEST,
            "migrations: {targets: [shop latest, main latest], files: {shop: {V0001__orders.sql: 'create table orders ();'}}}")
        .with(
            "postgresql: " + ArgoCd.bundled(SECRET, false),
            "postgresql: {enabled: false}\n        externalDatabase: {host: %s-postgresql, user: app, database: app, existingSecret: %s}"
                .formatted(server, SECRET));
  }

  /** Its Jobs, once all is as the last commit says. */
  private List<Job> synced(Release release, GitServer.Repository git, String parent, String name) {
    argo.awaitHealthy(parent, git.head());
    argo.awaitHealthy(name, git.head());
    assertThat(release.allJobs()).isNotEmpty().allMatch(Job::succeeded);
    assertThat(release.allJobs())
        .extracting(Job::uid)
        .as("those of before were pruned")
        .isEqualTo(release.jobs().stream().map(Job::uid).toList());
    return release.jobs();
  }

  private static boolean connects(Release release, String password) {
    return release
        .livePods("postgresql")
        .map(pod -> pod.at("/status/podIP").asString(""))
        .anyMatch(
            address ->
                Command.run(
                            List.of(
                                "psql",
                                "host=%s user=app dbname=app password=%s"
                                    .formatted(address, password),
                                "-c",
                                "select 1"))
                        .exit()
                    == 0);
  }
}
