package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** An app of three migrations whose second one takes its time, so that something can happen. */
final class SlowApp {
  /** The password of its database. */
  static final String PASSWORD = "secret";

  private static final String SECOND = "V0002__two.sql";
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** Ends when the table {@code go} of the first migration has a row. */
  static final String UNTIL_TOLD =
      "do $$ begin while not exists (select from go) loop perform pg_sleep(0.1); end loop; end $$;";

  private SlowApp() {}

  /**
   * Values that bring it to its latest version.
   *
   * @param second what the second migration does besides
   * @param settings of migrations, more of them, each on a line of its own
   */
  static String values(String second, String... settings) {
    return """
        serving: {enabled: false}
        postgresql: {auth: {password: %s}}
        migrations:
          targets: [slow latest]
          files:
            slow:
              V0001__one.sql: "create table one (); create table go ();"
              V0002__two.sql: "create table two (); %s"
              V0003__three.sql: "create table three ();"
          %s
        """
        .formatted(PASSWORD, second, String.join("\n  ", settings));
  }

  /** Waits until the second migration is under way, and returns the pod that carries it out. */
  static JsonNode awaitSecondStep(Release release) {
    return awaitSecondStep(release, release.audit());
  }

  /** The same where the database is not the release's own. */
  static JsonNode awaitSecondStep(Release release, Audit audit) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions() // as long as the database isn't there
        .until(() -> audit.isInStep(1, SECOND));
    return await()
        .atMost(Duration.ofMinutes(1)) // its status lags behind what it does
        .until(
            () -> release.livePods("migrations").findFirst().orElseThrow(),
            pod -> !pod.at("/status/podIP").asString("").isEmpty());
  }

  /**
   * Waits until another run is at the second migration, after the first one was killed, and tells
   * the migration to end.
   */
  static void endSecondStepOfNextRun(Release release) {
    await().atMost(LIMIT).until(() -> release.audit().isInStep(2, SECOND));
    tell(release::sql);
  }

  /** Tells a second migration that waits for it to end. */
  static void tell(Consumer<String> sql) {
    sql.accept("insert into go default values");
  }

  /** Which of its tables are there. */
  static String tables(UnaryOperator<String> sql) {
    return sql.apply(
        "select string_agg(tablename, ',' order by tablename) from pg_tables where tablename in ('one', 'two', 'three')");
  }
}
