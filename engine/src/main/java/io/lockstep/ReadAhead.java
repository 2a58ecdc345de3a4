package io.lockstep;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at many files on all cores before a plan or a list comes to them one by one: nothing else
 * of a plan over ten thousand migrations takes as long.
 */
public final class ReadAhead {
  /** Fewer are read before other threads are at work. */
  private static final int MANY = 256;

  private ReadAhead() {}

  /**
   * What each file gives, in their order. It is empty if the caller must look itself: since there
   * are few, or since the file is at fault, and the caller's order decides which fault it names.
   *
   * @param look is called by several threads at once
   */
  public static <T, R> List<Optional<R>> each(List<T> files, Function<T, R> look) {
    return files.size() < MANY
        ? Collections.nCopies(files.size(), Optional.empty())
        : files.parallelStream().map(file -> attempt(file, look)).toList();
  }

  private static <T, R> Optional<R> attempt(T file, Function<T, R> look) {
    try {
      return Optional.of(look.apply(file));
    } catch (LockstepException fault) {
      return Optional.empty();
    }
  }
}
