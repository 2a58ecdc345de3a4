package io.lockstep.jobs;

import io.lockstep.ClassArchive;
import io.lockstep.TestDatabase;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command that starts the program, with its classes in a {@link ClassArchive}. */
final class ProgramCommand {
  /** The command; the program's arguments come after it. */
  static final List<String> COMMAND =
      command(
          ClassArchive.of(
                  List.of(JobsMain.class.getName(), "migrate", "thirty 3", "thirty zero", "--json"),
                  ProgramCommand::run)
              .command());

  /** That of {@link RepeatedMain}, which is not a part of the program. */
  static final List<String> REPEATED = repeated();

  private ProgramCommand() {}

  private static void run(List<String> command) {
    LockstepProcess.Launch.on(List.of(), TestDatabase.create(), ThirtySet.FOLDER)
        .runCommand(command)
        .exitsWith(0);
  }

  private static List<String> repeated() {
    List<String> command = new ArrayList<>(COMMAND);
    int classPath = command.indexOf("-cp") + 1;
    command.set(
        classPath,
        command.get(classPath)
            + File.pathSeparator
            + Path.of("target/test-classes").toAbsolutePath());
    command.set(classPath + 1, RepeatedMain.class.getName());
    return List.copyOf(command);
  }

  /** Another version's command, where {@code -Dlockstep.beside} gives its class path. */
  static Optional<List<String>> beside() {
    return Optional.ofNullable(System.getProperty("lockstep.beside"))
        .map(classPath -> command(ClassArchive.plainCommand(classPath)));
  }

  private static List<String> command(List<String> jvm) {
    List<String> command = new ArrayList<>(jvm);
    command.add(1, "-XX:CompileThresholdScaling=3"); // it seldom runs for long
    command.add(JobsMain.class.getName());
    return List.copyOf(command);
  }
}
