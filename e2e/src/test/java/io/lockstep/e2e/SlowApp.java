package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** An app of three migrations whose second one takes its time, so that something can happen. */
final class SlowApp {
  /** The password of its database. */
  static final String PASSWORD = "secret";

  private SlowApp() {}

  /**
   * Values that bring it to its latest version.
   *
   * @param seconds of the second migration
   * @param settings of migrations, more of them, each on a line of its own
   */
  static String values(int seconds, String... settings) {
    return """
        serving: {enabled: false}
        postgresql: {auth: {password: %s}}
        migrations:
          targets: [slow latest]
          files:
            slow:
              V0001__one.sql: "create table one ();"
              V0002__two.sql: "create table two (); select pg_sleep(%d);"
              V0003__three.sql: "create table three ();"
          %s
        """
        .formatted(PASSWORD, seconds, String.join("\n  ", settings));
  }

  /** Waits until the second migration is under way, and returns the pod that carries it out. */
  static JsonNode awaitSecondStep(Release release) {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions() // as long as the database isn't there
        .until(() -> release.audit().isInStep("V0002__two.sql"));
    return release.livePods("migrations").findFirst().orElseThrow();
  }

  /** Which of its tables are there. */
  static String tables(Release release) {
    return release.sql(
        "select string_agg(tablename, ',' order by tablename) from pg_tables where tablename in ('one', 'two', 'three')");
  }
}
