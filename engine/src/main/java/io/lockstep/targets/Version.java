package io.lockstep.targets;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A migration's version, ordered by number as Flyway orders it: {@code 0001}, {@code 1} and {@code
 * V0001} are the same version, {@code 1.0} equals {@code 1}, and {@code 2} comes before {@code 10}.
 */
public final class Version implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("[0-9]+(?:[._][0-9]+)*");
  private static final int MAX_LENGTH = 50; // Flyway's column is varchar(50)

  private final String text;
  private final List<BigInteger> parts;

  private Version(String text, List<BigInteger> parts) {
    this.text = text;
    this.parts = parts;
  }

  /** Reads a version with or without Flyway's prefix V; empty for anything else. */
  public static Optional<Version> parse(String text) {
    String digits = text.startsWith("V") || text.startsWith("v") ? text.substring(1) : text;
    if (digits.length() > MAX_LENGTH || !FORM.matcher(digits).matches()) {
      return Optional.empty();
    }
    List<BigInteger> parts =
        Arrays.stream(digits.split("[._]", -1))
            .map(BigInteger::new)
            .collect(Collectors.toCollection(ArrayList::new));
    while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
      parts.remove(parts.size() - 1);
    }
    return Optional.of(new Version(digits.replace('_', '.'), List.copyOf(parts)));
  }

  /**
   * Reads a version that is known to be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Version of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = part(i).compareTo(other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private BigInteger part(int i) {
    return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version version && parts.equals(version.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** The same text for all ways to write this version, for use as a key: {@code 1} for 0001. */
  public String canonical() {
    return parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
  }

  /** The version as it was written, without prefix and with dots, which is what Flyway stores. */
  @Override
  public String toString() {
    return text;
  }
}
