package io.lockstep.jobs.adopt;

import io.lockstep.ExitCode;
import io.lockstep.program.json.Json;
import io.lockstep.scaffold.Scaffold;
import io.lockstep.scaffold.ScaffoldReport;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code new APP WORDS…}. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an app's next migration and its undo script as drafts, and prints the two paths. Touches no database.",
      "",
      "The version comes after the app's newest, in the same form and width, and is a time (UTC) where that is one; a new app begins with V0001. A draft has the line \"-- lockstep: draft\" on top: no plan takes it until you have deleted that."
    },
    footer = {"", "Example: ./lockstep new main \"add suggested answer\""})
public final class NewCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep");

  @Mixin private FilesOptions files;

  @Parameters(
      index = "0",
      paramLabel = "APP",
      description = "The folder's name; it is made if it is missing.")
  private String app;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "WORDS",
      description = "What the migration does, for the files' names and heads.")
  private List<String> words;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public NewCommand() {}

  @Override
  public Integer call() {
    ScaffoldReport report =
        new Scaffold(files.db(), files.app("app", app), Clock.systemUTC())
            .write(String.join(" ", words));
    if (report.newApp()) {
      log.info("{} is a new app", report.app());
    }
    if (files.json()) {
      Json.print(report);
    } else {
      PrintStream out = Json.utf8();
      out.println(report.script());
      out.println(report.undo());
    }
    return ExitCode.DONE.code();
  }
}
