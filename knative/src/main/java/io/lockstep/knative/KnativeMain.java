package io.lockstep.knative;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.knative.rollout.Workload;
import io.lockstep.knative.served.HttpAnswers;
import io.lockstep.knative.served.WantedTarget;
import io.lockstep.program.Program;
import java.io.PrintWriter;
import java.net.URI;
import picocli.CommandLine;

/** The program {@code lockstep knative}. */
public final class KnativeMain {
  private KnativeMain() {}

  /** Runs one command, and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(
        Program.run(
            commandLine(
                new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8)),
            args));
  }

  /** The commands, for {@link #main} and for tests. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return Program.prepare(new CommandLine(new KnativeCommand()))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new PlainErrors())
        .registerConverter(URI.class, HttpAnswers::url)
        .registerConverter(WantedTarget.class, WantedTarget::parse)
        .registerConverter(Workload.class, Workload::parse);
  }
}
