package io.lockstep.targets;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A migration's version, ordered by number as Flyway orders it: {@code 0001}, {@code 1} and {@code
 * V0001} are the same version, {@code 1.0} equals {@code 1}, and {@code 2} comes before {@code 10}.
 */
public final class Version implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("[0-9]+(?:[._][0-9]+)*");
  private static final String ZERO = "0";
  private static final int MAX_LENGTH = 50; // Flyway's column is varchar(50)

  private static final int MAX_DIGITS = 18; // which a long can hold
  private static final String[] NONE = {};

  /** The version as written; empty if it is {@link #number} in {@link #width} digits. */
  private final String text;

  /** The numbers, of any length, as digits without leading zeros; none if there is a number. */
  private final String[] parts;

  /** The only number, if it is one that a long can hold: a long history has a hundred thousand. */
  private final long number;

  private final int width;

  private Version(String text, String[] parts, long number, int width) {
    this.text = text;
    this.parts = parts;
    this.number = number;
    this.width = width;
  }

  /** Reads a version with or without Flyway's prefix V; empty for anything else. */
  public static Optional<Version> parse(String text) {
    String digits = text.startsWith("V") || text.startsWith("v") ? text.substring(1) : text;
    if (isNumber(digits)) {
      return Optional.of(new Version("", NONE, Long.parseLong(digits), digits.length()));
    }
    if (digits.length() > MAX_LENGTH || !FORM.matcher(digits).matches()) {
      return Optional.empty();
    }
    String dotted = digits.replace('_', '.');
    String[] parts = dotted.split("\\.", -1);
    int significant = 1;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = withoutLeadingZeros(parts[i]);
      if (!parts[i].equals(ZERO)) {
        significant = i + 1;
      }
    }
    return Optional.of(
        significant == 1 && isNumber(parts[0])
            ? new Version(dotted, NONE, Long.parseLong(parts[0]), 0)
            : new Version(dotted, Arrays.copyOf(parts, significant), 0, 0));
  }

  /** The version of this number. */
  static Version of(long number) {
    return new Version("", NONE, number, 1);
  }

  /** True if it is one number that a long can hold, whatever its spelling. */
  boolean isNumber() {
    return parts.length == 0;
  }

  /** That number. */
  long number() {
    return number;
  }

  private static boolean isNumber(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String withoutLeadingZeros(String number) {
    int start = 0;
    while (start < number.length() - 1 && number.charAt(start) == '0') {
      start++;
    }
    return number.substring(start);
  }

  /**
   * Reads a text that is known to be a version.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Version of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
  }

  @Override
  public int compareTo(Version other) {
    if (isNumber() && other.isNumber()) {
      return Long.compare(number, other.number);
    }
    for (int i = 0; i < Math.max(parts.length, other.parts.length); i++) {
      int order = compareNumbers(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private String part(int i) {
    if (isNumber() && i == 0) {
      return Long.toString(number);
    }
    return i < parts.length ? parts[i] : ZERO;
  }

  /** Compares by length first, then by digits. */
  private static int compareNumbers(String one, String other) {
    return one.length() == other.length()
        ? one.compareTo(other)
        : Integer.compare(one.length(), other.length());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version version
        && number == version.number
        && Arrays.equals(parts, version.parts);
  }

  @Override
  public int hashCode() {
    return isNumber() ? Long.hashCode(number) : Arrays.hashCode(parts);
  }

  /** The same text for all spellings of this version, for use as a key: {@code 1} for 0001. */
  public String canonical() {
    return isNumber() ? Long.toString(number) : String.join(".", parts);
  }

  /** The version as written, without prefix and with dots, which is how Flyway stores it. */
  @Override
  public String toString() {
    if (!text.isEmpty()) {
      return text;
    }
    String digits = Long.toString(number);
    return digits.length() >= width ? digits : ZERO.repeat(width - digits.length()) + digits;
  }
}
