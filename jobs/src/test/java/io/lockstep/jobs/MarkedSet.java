package io.lockstep.jobs;

import static java.util.stream.Collectors.joining;

import io.lockstep.MigrationFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The thirty migrations, which leave the same schema but can be seen at work: each statement bears
 * a mark, and each script calls {@link Ledger}'s function at its beginning and at its end.
 */
final class MarkedSet {
  /** By it a script's statement is known in pg_stat_activity, whatever its session is called. */
  static final String MARK = "/* soak */";

  private static final List<String> DISGUISES =
      List.of(
          "set application_name = 'backfill'",
          "select set_config('application_name', 'psql', false)",
          "select pg_advisory_unlock_all()",
          "set local application_name = ''");

  private static final Map<Scripts, Path> FOLDERS = new EnumMap<>(Scripts.class);

  private MarkedSet() {}

  /** What the scripts do beside. */
  enum Scripts {
    /** Nothing. */
    PLAIN,
    /** They hide whose session it is, as scripts and poolers may. */
    RENAMING;

    private List<String> of(int version, boolean noTransaction) {
      if (this == PLAIN) {
        return List.of();
      }
      return noTransaction
          ? List.of("discard all", "set application_name = 'backfill'")
          : List.of(DISGUISES.get(version % DISGUISES.size()));
    }
  }

  /** Written once. */
  static synchronized Path folder(Scripts scripts) {
    return FOLDERS.computeIfAbsent(scripts, MarkedSet::write);
  }

  private static Path write(Scripts scripts) {
    try (Stream<Path> files = Files.list(ThirtySet.FOLDER.resolve("thirty"))) {
      Path folder = Files.createTempDirectory("marked");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      MigrationFolder migrations = new MigrationFolder(folder);
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        migrations.file("thirty/" + name, text(name, Files.readString(file), scripts));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name, String script, Scripts scripts) {
    String step = name.substring(0, name.indexOf("__"));
    boolean noTransaction = script.startsWith("-- lockstep: no-transaction\n");
    String work = "select outside.work('%s') %s;\n".formatted(step, MARK);
    String beside =
        scripts.of(Integer.parseInt(step.substring(1)), noTransaction).stream()
            .map(statement -> statement + ";\n")
            .collect(joining());
    String marked =
        script
            .replaceAll("(?m)^(create|drop|alter|update|insert|delete|select) ", "$1 " + MARK + " ")
            .replaceAll("(?m)^((?:CREATE|DROP) .*);$", "$1 " + MARK + ";");
    int body = noTransaction ? marked.indexOf('\n') + 1 : 0;
    return marked.substring(0, body) + beside + work + marked.substring(body) + work;
  }
}
