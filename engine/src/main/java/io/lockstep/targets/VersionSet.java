package io.lockstep.targets;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Versions in little memory, since a history may have a hundred thousand: most are one number. */
public final class VersionSet extends AbstractSet<Version> {
  private final long[] numbers;
  private final Set<Version> others;

  private VersionSet(long[] numbers, Set<Version> others) {
    this.numbers = numbers;
    this.others = others;
  }

  /**
   * Reads versions with a blank between them.
   *
   * @throws IllegalArgumentException if there is anything else
   */
  public static VersionSet of(String versions) {
    long[] numbers = new long[(versions.length() + 1) / 2];
    Set<Version> others = new HashSet<>();
    int count = 0;
    for (int from = 0; from < versions.length(); ) {
      int blank = versions.indexOf(' ', from);
      int to = blank < 0 ? versions.length() : blank;
      Version version = Version.of(versions.substring(from, to));
      if (version.isNumber()) {
        numbers[count++] = version.number();
      } else {
        others.add(version);
      }
      from = to + 1;
    }
    return new VersionSet(eachOnce(Arrays.copyOf(numbers, count)), others);
  }

  private static long[] eachOnce(long[] numbers) {
    Arrays.sort(numbers);
    int kept = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (i == 0 || numbers[i] != numbers[i - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    return kept == numbers.length ? numbers : Arrays.copyOf(numbers, kept);
  }

  @Override
  public boolean contains(@Nullable Object object) {
    return object instanceof Version version
        && (version.isNumber()
            ? Arrays.binarySearch(numbers, version.number()) >= 0
            : others.contains(version));
  }

  @Override
  public Iterator<Version> iterator() {
    return Stream.concat(Arrays.stream(numbers).mapToObj(Version::of), others.stream()).iterator();
  }

  @Override
  public int size() {
    return numbers.length + others.size();
  }
}
