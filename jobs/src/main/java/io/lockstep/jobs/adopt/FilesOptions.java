package io.lockstep.jobs.adopt;

import io.lockstep.program.FolderOption;
import io.lockstep.targets.AppName;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that write migrations and need no database. */
final class FilesOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private FolderOption db;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FilesOptions() {}

  Path db() {
    return db.path();
  }

  boolean json() {
    return json;
  }

  /**
   * The app's name.
   *
   * @param option how the command calls it
   */
  AppName app(String option, String text) {
    return AppName.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(), option + " " + text + ": " + AppName.RULE));
  }
}
