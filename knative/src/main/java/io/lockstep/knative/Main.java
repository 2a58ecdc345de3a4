package io.lockstep.knative;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine;

/** The program {@code lockstep knative}. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] args) {
    // What fabric8 logs we say ourselves. Set here, it holds with any logger on the class path.
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.exit(
        commandLine(
                new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8))
            .execute(args));
  }

  /** The commands, for {@link #main} and for tests. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    Errors errors = new Errors();
    return new CommandLine(new KnativeCommand())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .registerConverter(Duration.class, Deadline::timeout)
        .registerConverter(URI.class, HttpAnswers::url)
        .registerConverter(WantedTarget.class, WantedTarget::parse);
  }
}
