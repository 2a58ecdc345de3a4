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
 * The command that starts the program. Its classes are put into an archive of the JVM's (java's
 * -XX:ArchiveClassesAtExit), because the tests start it some hundred times.
 */
final class Program {
  /** The command; the program's arguments come after it. */
  static final List<String> COMMAND = build();

  private Program() {}

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
      Path archive = directory.resolve("classes.jsa");
      List<String> command = command("-XX:ArchiveClassesAtExit=" + archive, classPath);
      TestDatabase database = TestDatabase.create();
      for (String target : List.of("thirty 3", "thirty zero")) {
        List<String> warmUp = new ArrayList<>(command);
        warmUp.addAll(List.of("migrate", target, "--json"));
        LockstepProcess.Launch.on(database, ThirtySet.FOLDER).runCommand(warmUp).exitsWith(0);
        command = command("-XX:SharedArchiveFile=" + archive, classPath);
      }
      archive.toFile().deleteOnExit();
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String archive, String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xlog:disable",
        archive,
        "-cp",
        classPath,
        Main.class.getName());
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
    File jar = directory.resolve(number + ".jar").toFile();
    jar.deleteOnExit();
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    if (tool.run(System.out, System.err, "--create", "--file", jar.getPath(), "-C", folder, ".")
        != 0) {
      throw new IllegalStateException("can't pack " + folder);
    }
    return jar.getPath();
  }
}
