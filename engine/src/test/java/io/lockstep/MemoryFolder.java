package io.lockstep;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Where a test's files are, those of its PostgreSQL too: in memory, if there is room. A server is a
 * thousand new files and a database three hundred: on a disk they can take longer than what is
 * tested. See junit-platform.properties.
 */
final class MemoryFolder implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 4L << 30;
  private static final String PREFIX = "tests-";

  /** A server that is being started has a file, but no lock on it yet. */
  private static final Duration STARTING = Duration.ofMinutes(2);

  /** Of this JVM. To look at the lock of one would free it: POSIX locks end with any close. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return create();
  }

  /** Makes one, which its user deletes. */
  static Path create() throws IOException {
    Path folder =
        Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() >= ROOM
            ? Files.createTempDirectory(MEMORY, PREFIX)
            : Files.createTempDirectory(PREFIX);
    OURS.add(folder);
    return folder;
  }

  /** A JVM that was killed could not delete its servers' data. Without it a server ends, too. */
  static void removeAbandoned() throws IOException {
    if (!Files.isDirectory(MEMORY)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!OURS.contains(folder) && hasAbandonedServer(folder)) {
          remove(folder);
        }
      }
    }
  }

  /** Another JVM that begins at the same moment may be at it, too. */
  private static void remove(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      System.out.println("not all of " + folder + " could be removed: " + e);
    }
  }

  /** Who starts an embedded server holds a lock in its data for as long as it lives. */
  private static boolean hasAbandonedServer(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, 2, (file, its) -> file.endsWith("epg-lock"))) {
      List<Path> locks = files.toList();
      return !locks.isEmpty() && locks.stream().allMatch(MemoryFolder::isFree);
    } catch (NoSuchFileException | UncheckedIOException e) {
      return false; // somebody else deletes it just now
    }
  }

  private static boolean isFree(Path lock) {
    try (FileChannel channel = FileChannel.open(lock, WRITE)) {
      return Files.getLastModifiedTime(lock).toInstant().isBefore(Instant.now().minus(STARTING))
          && channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false; // gone, or this JVM's
    }
  }
}
