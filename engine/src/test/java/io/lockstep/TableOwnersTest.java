package io.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each table of Lockstep's own has one class that reads it, and one that writes it. */
class TableOwnersTest {
  private static final Pattern READS =
      Pattern.compile("\\b(?<!delete )(?:from|join)\\s+lockstep\\.(\\w+)");
  private static final Pattern WRITES =
      Pattern.compile("\\b(?:insert into|update|delete from)\\s+lockstep\\.(\\w+)");
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("engine", "tools", "program", "jobs", "functions", "demo", "knative");

  @Test
  void a_table_is_written_by_one_class() throws IOException {
    assertThat(owners(WRITES))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("applied", Set.of("UndoScriptWriter")),
                    Map.entry("batch", Set.of("BatchProgressWriter")),
                    Map.entry("contract_wait", Set.of("ContractWaitWriter")),
                    Map.entry("fingerprint", Set.of("FingerprintStore")),
                    Map.entry("fingerprint_part", Set.of("FingerprintStore")),
                    Map.entry("invalid_before", Set.of("InvalidIndexes")),
                    Map.entry("lease", Set.of("LeaseTable")),
                    Map.entry("release", Set.of("RolloutRegistry")),
                    Map.entry("rollout_job", Set.of("RolloutJobs")),
                    Map.entry("run", Set.of("RunLogWriter")),
                    Map.entry("step", Set.of("StepLogWriter")),
                    Map.entry("unfinished", Set.of("UnfinishedMark")),
                    Map.entry("verification", Set.of("VerificationLog")))));
  }

  @Test
  void a_table_is_read_by_one_class_but_for_what_one_statement_must_ask_of_two()
      throws IOException {
    Map<String, Set<String>> readers = owners(READS);
    assertThat(readers.get("run")).containsExactly("RunLogReader");
    assertThat(readers.get("step")).containsExactly("StepLogReader");
    assertThat(readers.get("batch")).containsExactly("BatchProgressReader");
    assertThat(readers.get("applied")).containsExactly("UndoScriptReader");
    assertThat(readers.get("contract_wait")).containsExactly("ContractWaitReader");
    assertThat(readers.get("lease")).containsExactly("LeaseTable");
    assertThat(readers.get("fingerprint")).containsExactly("FingerprintStore");
    assertThat(readers.get("fingerprint_part")).containsExactly("FingerprintStore");
    assertThat(readers.get("unfinished")).containsExactly("SchemaHistoryReader");
    assertThat(readers.get("release")).containsExactly("RolloutRegistry", "RunLogReader");
    assertThat(readers.get("rollout_job")).containsExactly("RolloutJobs", "RunLogReader");
  }

  private static Map<String, Set<String>> owners(Pattern pattern) throws IOException {
    Map<String, Set<String>> owners = new TreeMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> collect(file, pattern, owners));
      }
    }
    return owners;
  }

  private static void collect(Path file, Pattern pattern, Map<String, Set<String>> owners) {
    try {
      String name = file.getFileName().toString().replace(".java", "");
      Matcher matcher = pattern.matcher(Files.readString(file));
      while (matcher.find()) {
        String table = matcher.group(1);
        if (!table.equals("schema_history")) { // LockstepSchema's own
          owners.computeIfAbsent(table, t -> new TreeSet<>()).add(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
