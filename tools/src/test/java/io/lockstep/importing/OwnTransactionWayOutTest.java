package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.importing.formats.SourceFormat;
import io.lockstep.targets.AppName;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The refusal of a folder with BEGIN and COMMIT gives a command, and that works. */
class OwnTransactionWayOutTest {
  private static final Pattern COMMAND =
      Pattern.compile("\\./lockstep import --from (\\S+) (\\S+) --app (\\S+) --db NEW");

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"V%d__t.sql, U%d__t.sql", "%d_t.up.sql, %d_t.down.sql"})
  void the_import_that_is_shown_takes_it_out(String up, String down) {
    for (int n = 1; n <= 3; n++) {
      new MigrationFolder(folder)
          .file("db/shop/" + up.formatted(n), "begin;\ncreate table t%d ();\ncommit;".formatted(n))
          .file("db/shop/" + down.formatted(n), "begin;\ndrop table t%d;\ncommit;".formatted(n));
    }
    String refusal =
        problem(
                ExitCode.REFUSED,
                () -> database.lockstep(folder.resolve("db")).migrate(targets("shop latest")))
            .text();
    Matcher command = COMMAND.matcher(refusal);
    assertThat(command.find()).as(refusal).isTrue();
    new Importer(
            SourceFormat.named(command.group(1)).orElseThrow(),
            Path.of(command.group(2)),
            new AppName(command.group(3)),
            folder.resolve("NEW"))
        .run();
    assertThat(
            database
                .lockstep(folder.resolve("NEW"))
                .migrate(targets("shop latest", "shop zero"))
                .steps())
        .hasSize(6);
  }
}
