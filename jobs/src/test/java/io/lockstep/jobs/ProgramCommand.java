package io.lockstep.jobs;

import io.lockstep.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;

/**
 * The command that starts the program. Its classes are put into an archive of the JVM's, because
 * the tests start it some hundred times: by -Xshare:dump, since -XX:ArchiveClassesAtExit leaves out
 * those of picocli, whose format is old.
 */
final class ProgramCommand {
  /** The command; the program's arguments come after it. */
  static final List<String> COMMAND = build();

  /** That of {@link RepeatedMain}, which is not a part of the program. */
  static final List<String> REPEATED = repeated();

  private ProgramCommand() {}

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
        .map(classPath -> command("-Xshare:auto", classPath));
  }

  private static List<String> build() {
    try {
      Path directory = Files.createTempDirectory("lockstep-program");
      directory.toFile().deleteOnExit();
      String classPath = classPath(directory);
      Path classes = temporary(directory, "classes");
      String archive = "-XX:SharedArchiveFile=" + temporary(directory, "archive.jsa");
      LockstepProcess.Launch launch =
          LockstepProcess.Launch.on(TestDatabase.create(), ThirtySet.FOLDER);
      launch
          .of(command("-XX:DumpLoadedClassList=" + classes, classPath))
          .run("migrate", "thirty 3", "thirty zero", "--json")
          .exitsWith(0);
      List<String> dump = new ArrayList<>(command(archive, classPath));
      dump.addAll(1, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes));
      launch.runCommand(dump).exitsWith(0);
      return command(archive, classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary(Path directory, String name) {
    Path file = directory.resolve(name);
    file.toFile().deleteOnExit();
    return file;
  }

  private static List<String> command(String archive, String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:CompileThresholdScaling=3", // it seldom runs for long
        "-Xlog:disable",
        archive,
        "-cp",
        classPath,
        JobsMain.class.getName());
  }

  /** The program's own, without test classes; folders are packed, since an archive needs jars. */
  private static String classPath(Path directory) {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.isEmpty() || entry.endsWith("test-classes") || entry.endsWith("-tests.jar")) {
        continue;
      }
      entries.add(
          Files.isDirectory(Path.of(entry)) ? pack(entry, directory, entries.size()) : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String pack(String folder, Path directory, int number) {
    Path jar = temporary(directory, number + ".jar");
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    if (tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder, ".")
        != 0) {
      throw new IllegalStateException("can't pack " + folder);
    }
    return jar.toString();
  }
}
