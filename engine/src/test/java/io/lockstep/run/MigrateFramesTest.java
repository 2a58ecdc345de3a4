package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Data's way: whoever reads a stack trace of a step sees the whole of a run in a few lines. */
class MigrateFramesTest {
  private static final int MOST = 8;

  @TempDir private Path folder;

  @Test
  void a_statement_of_a_script_is_at_most_eight_frames_below_migrate() {
    new MigrationFolder(folder)
        .file(
            "main/V1__a.sql", "do $$ begin raise warning 'here' using errcode = '01000'; end $$;");
    AtomicReference<List<String>> frames = new AtomicReference<>(List.of());
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("here")) {
              frames.set(framesToTheServer());
            }
          }
        };
    appender.start();
    Logger log = (Logger) LoggerFactory.getLogger("io.lockstep.run");
    log.addAppender(appender);
    try {
      TestDatabase.create().lockstep(folder).migrate(targets("main latest"));
    } finally {
      log.detachAppender(appender);
    }
    assertThat(frames.get()).first().asString().isEqualTo("io.lockstep.sql.SimpleProtocol.run");
    assertThat(frames.get()).last().asString().isEqualTo("io.lockstep.run.Lockstep.migrate");
    assertThat(frames.get()).hasSizeLessThanOrEqualTo(MOST);
  }

  private static List<String> framesToTheServer() {
    return Arrays.stream(Thread.currentThread().getStackTrace())
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .filter(frame -> frame.startsWith("io.lockstep."))
        .dropWhile(frame -> !frame.equals("io.lockstep.sql.SimpleProtocol.run"))
        .filter(frame -> !frame.contains("Test"))
        .toList();
  }
}
