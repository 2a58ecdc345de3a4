package io.lockstep;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

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
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A program's classes in an archive of the JVM's, because tests start it some hundred times: by
 * -Xshare:dump, since -XX:ArchiveClassesAtExit leaves out classes of an old format. Those who come
 * at the same time, in JVMs of their own, share one.
 */
public final class ClassArchive {
  private static final List<String> JVM =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:disable"); // a JVM that the archive does not fit does without

  private static final Path ALL = Path.of("target", "program").toAbsolutePath();

  private final List<String> entries;
  private final Path folder;

  private ClassArchive(List<String> entries, Path folder) {
    this.entries = entries;
    this.folder = folder;
  }

  /** Runs a command to its end, which must be a good one. */
  @FunctionalInterface
  public interface Runner {
    void run(List<String> command) throws IOException;
  }

  /**
   * Builds it, unless it is there.
   *
   * @param program the main class, and what it is given, that loads the classes
   * @param runner runs it, and the dump
   */
  public static ClassArchive of(List<String> program, Runner runner) {
    try {
      Files.createDirectories(ALL);
      try (FileChannel lock = FileChannel.open(ALL.resolve("lock"), CREATE, WRITE)) {
        lock.lock(); // until it is closed
        ClassArchive archive = new ClassArchive(programEntries(), ALL.resolve(state()));
        if (!Files.exists(archive.file())) {
          archive.build(program, runner);
        }
        return archive;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM's command up to its class path, after which a class and its arguments come. */
  public List<String> command() {
    return command("-XX:SharedArchiveFile=" + file(), classPath());
  }

  /** That of a JVM without an archive. */
  public static List<String> plainCommand(String classPath) {
    return command("-Xshare:auto", classPath);
  }

  private static List<String> command(String archive, String classPath) {
    List<String> command = new ArrayList<>(JVM);
    command.addAll(List.of(archive, "-cp", classPath));
    return List.copyOf(command);
  }

  private Path file() {
    return folder.resolve("archive.jsa");
  }

  private void build(List<String> program, Runner runner) throws IOException {
    try (DirectoryStream<Path> older = Files.newDirectoryStream(ALL, Files::isDirectory)) {
      for (Path path : older) {
        FileSystemUtils.deleteRecursively(path);
      }
    }
    Files.createDirectory(folder);
    pack();
    Path classes = folder.resolve("classes");
    Path unfinished = folder.resolve("unfinished.jsa");
    List<String> load = new ArrayList<>(command("-XX:DumpLoadedClassList=" + classes, classPath()));
    load.addAll(program);
    runner.run(load);
    List<String> dump =
        new ArrayList<>(command("-XX:SharedArchiveFile=" + unfinished, classPath()));
    dump.addAll(1, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes));
    runner.run(dump);
    Files.move(unfinished, file());
  }

  /** Another one for each JVM, class path and change of a class: an archive fits one. */
  private static String state() throws IOException {
    StringBuilder state = new StringBuilder(System.getProperty("java.home"));
    for (String entry : programEntries()) {
      try (Stream<Path> files = Files.walk(Path.of(entry))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          state.append(file).append(Files.getLastModifiedTime(file)).append(Files.size(file));
        }
      }
    }
    return Integer.toHexString(state.toString().hashCode());
  }

  /** The program's own, without test classes. */
  private static List<String> programEntries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry ->
                !entry.isEmpty()
                    && !entry.endsWith("test-classes")
                    && !entry.endsWith("-tests.jar")
                    && Files.exists(Path.of(entry)))
        .toList();
  }

  /** Folders are packed, since an archive needs jars. */
  private String classPath() {
    return String.join(
        File.pathSeparator,
        entries.stream()
            .map(entry -> Files.isDirectory(Path.of(entry)) ? packed(entry).toString() : entry)
            .toList());
  }

  private Path packed(String entry) {
    return folder.resolve(entries.indexOf(entry) + ".jar");
  }

  private void pack() {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    for (String entry : entries) {
      if (Files.isDirectory(Path.of(entry))
          && tool.run(
                  System.out,
                  System.err,
                  "--create",
                  "--file",
                  packed(entry).toString(),
                  "-C",
                  entry,
                  ".")
              != 0) {
        throw new IllegalStateException("can't pack " + entry);
      }
    }
  }
}
