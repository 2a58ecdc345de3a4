package io.lockstep;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A disk of a few megabytes, mounted over a folder until it is closed. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it, which takes root; skips the test where that can't be. */
  public static SmallDisk over(Path folder, int megabytes) {
    assumeThat(
            run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=%dm,mode=777".formatted(megabytes),
                "tmpfs",
                folder.toString()))
        .as("a small disk can be mounted, which takes root")
        .isTrue();
    return new SmallDisk(folder);
  }

  /** Gives it this much space in all. */
  public void growTo(int megabytes) {
    if (!run("mount", "-o", "remount,size=%dm".formatted(megabytes), folder.toString())) {
      throw new IllegalStateException("can't make " + folder + " larger");
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", folder.toString());
  }
}
