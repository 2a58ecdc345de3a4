package io.lockstep.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The program's thread that SIGTERM begins. Until then it may go on to its next step. */
final class SigtermThread {
  /** What Linux keeps of the name. */
  private static final String NAME = "lockstep-sigter";

  private SigtermThread() {}

  static boolean hasBegun(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", pid + "", "task"))) {
      return threads.anyMatch(thread -> nameOf(thread).startsWith(NAME));
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
