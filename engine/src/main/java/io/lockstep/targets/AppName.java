package io.lockstep.targets;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of an app: letters, digits, {@code _} and {@code -}, at most 40 characters (ASCII). */
public record AppName(String text) implements Comparable<AppName> {
  /** The rule, as a sentence for error messages. */
  public static final String RULE =
      "An app's name has letters, digits, _ and - only, and at most 40 characters.";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /**
   * @throws IllegalArgumentException if the text breaks {@link #RULE}
   */
  public AppName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(RULE);
    }
  }

  /** Reads a name; empty if it breaks {@link #RULE}. */
  public static Optional<AppName> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new AppName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(AppName other) {
    return text.compareTo(other.text);
  }

  /** Written out: the JVM links a record's own again at each start, which takes milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AppName name && text.equals(name.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
