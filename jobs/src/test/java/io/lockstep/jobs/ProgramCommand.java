package io.lockstep.jobs;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lockstep.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

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

  /** Those who come at the same time, in JVMs of their own, share one archive. */
  private static List<String> build() {
    try {
      Path all = Files.createDirectories(Path.of("target", "program").toAbsolutePath());
      try (FileChannel lock = FileChannel.open(all.resolve("lock"), CREATE, WRITE)) {
        lock.lock(); // until it is closed
        return build(all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> build(Path all) throws IOException {
    Path directory = all.resolve(state());
    Path archive = directory.resolve("archive.jsa");
    boolean isThere = Files.exists(archive);
    if (!isThere) {
      try (DirectoryStream<Path> older = Files.newDirectoryStream(all, Files::isDirectory)) {
        for (Path path : older) {
          FileSystemUtils.deleteRecursively(path);
        }
      }
      Files.createDirectory(directory);
    }
    String classPath = classPath(directory, !isThere);
    if (!isThere) {
      dump(directory, classPath, archive);
    }
    return command("-XX:SharedArchiveFile=" + archive, classPath);
  }

  private static void dump(Path directory, String classPath, Path archive) throws IOException {
    Path classes = directory.resolve("classes");
    Path unfinished = directory.resolve("unfinished.jsa");
    LockstepProcess.Launch launch =
        LockstepProcess.Launch.on(TestDatabase.create(), ThirtySet.FOLDER);
    launch
        .of(command("-XX:DumpLoadedClassList=" + classes, classPath))
        .run("migrate", "thirty 3", "thirty zero", "--json")
        .exitsWith(0);
    List<String> dump = new ArrayList<>(command("-XX:SharedArchiveFile=" + unfinished, classPath));
    dump.addAll(1, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes));
    launch.runCommand(dump).exitsWith(0);
    Files.move(unfinished, archive);
  }

  /** Another one for each JVM, class path and change of a class: an archive fits one. */
  private static String state() throws IOException {
    StringBuilder state = new StringBuilder(System.getProperty("java.home"));
    for (String entry : entries()) {
      try (Stream<Path> files = Files.walk(Path.of(entry))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          state.append(file).append(Files.getLastModifiedTime(file)).append(Files.size(file));
        }
      }
    }
    return Integer.toHexString(state.toString().hashCode());
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

  /** The program's own, without test classes. */
  private static List<String> entries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry ->
                !entry.isEmpty()
                    && !entry.endsWith("test-classes")
                    && !entry.endsWith("-tests.jar"))
        .toList();
  }

  /** Folders are packed, since an archive needs jars. */
  private static String classPath(Path directory, boolean pack) {
    List<String> jars = new ArrayList<>();
    for (String entry : entries()) {
      Path jar = Path.of(entry);
      if (Files.isDirectory(jar)) {
        jar = directory.resolve(jars.size() + ".jar");
        if (pack) {
          pack(entry, jar);
        }
      }
      jars.add(jar.toString());
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void pack(String folder, Path jar) {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    if (tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder, ".")
        != 0) {
      throw new IllegalStateException("can't pack " + folder);
    }
  }
}
