package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.functions.metrics.PrometheusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert in docs/operations.md on a metric that is not there would never fire. */
class AlertsDocumentTest {
  private static final Pattern METRIC = Pattern.compile("\\blockstep_[a-z_]+");

  @TempDir private Path db;
  @TempDir private Path lists;
  private final TestDatabase database = TestDatabase.create();

  @Test
  void each_metric_that_it_names_is_served() throws IOException {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main latest"));
    database.lockstep(db).verifyAndRecord(List.of());
    Path list =
        Files.writeString(
            lists.resolve("tenants.json"),
            "[{\"name\": \"acme\", \"database\": \"%s\"}]".formatted(database.name()));
    Set<String> served = served(Map.of("LOCKSTEP_METRICS", "true"));
    served.addAll(served(Map.of("LOCKSTEP_METRICS", "true", "LOCKSTEP_TENANTS", list.toString())));

    Set<String> named =
        METRIC
            .matcher(Files.readString(Path.of("..", "docs", "operations.md")))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(12);
    assertThat(served).containsAll(named);
  }

  private Set<String> served(Map<String, String> environment) {
    try (ServedFunctions served = ServedFunctions.on(database.settings(), db, environment)) {
      return PrometheusText.read(served.get("/metrics").body()).keySet().stream()
          .map(sample -> sample.replaceAll("\\{.*", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
