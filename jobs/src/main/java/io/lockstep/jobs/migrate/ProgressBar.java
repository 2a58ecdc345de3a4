package io.lockstep.jobs.migrate;

import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import java.io.PrintStream;
import java.nio.charset.Charset;
import picocli.CommandLine.Help.Ansi;

/**
 * The steps of a target as a bar on the terminal's last line, below the log. Libraries for this
 * bring a terminal of their own, a megabyte for Jobs that have none, and don't know of the log.
 */
final class ProgressBar implements RunListener {
  private static final int WIDTH = 24;

  private final StatusLineStream line;
  private final Ansi ansi;
  private String step = "";
  private int done;
  private int of;

  private ProgressBar(StatusLineStream line, Ansi ansi) {
    this.line = line;
    this.ansi = ansi;
  }

  /** Takes standard error, which is this terminal, until the end. */
  static Progress start(PrintStream terminal, boolean colours) {
    StatusLineStream line = new StatusLineStream(terminal);
    System.setErr(new PrintStream(line, true, Charset.defaultCharset()));
    return new Progress(
        new ProgressBar(line, colours ? Ansi.ON : Ansi.OFF),
        () -> {
          line.show("");
          System.setErr(terminal);
        });
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.StepBegan began) {
      step =
          "step %d of %d: %s %s %s"
              .formatted(began.number(), began.of(), began.action(), began.app(), began.script());
      show(began.number() - 1, began.of());
    } else if (event instanceof RunEvent.StepEnded ended && ended.error().isEmpty()) {
      show(done + 1, of);
    } else if (event instanceof RunEvent.Ended) {
      line.show("");
    }
  }

  private void show(int committed, int all) {
    done = committed;
    of = all;
    int full = WIDTH * done / Math.max(1, of);
    String hashes = full == 0 ? "" : ansi.string("@|green " + "#".repeat(full) + "|@");
    line.show("[" + hashes + "-".repeat(WIDTH - full) + "] " + step);
  }
}
