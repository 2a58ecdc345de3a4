package io.lockstep;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of enum constants in tables, JSON, logs and metrics, in lower case and with spaces.
 * They are a contract, so a constant must not be renamed.
 */
public final class ConstantName {
  private ConstantName() {}

  /** Returns the name of a constant, such as {@code nothing to do} of {@code NOTHING_TO_DO}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Finds the constant of this name; none if a newer Lockstep wrote one that is not known here. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst();
  }
}
