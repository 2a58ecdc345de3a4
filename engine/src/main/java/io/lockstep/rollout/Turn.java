package io.lockstep.rollout;

import java.util.Optional;

/** The position of a process among those of its rollout: the number-th of total, counted from 1. */
public record Turn(int number, int total) {
  /** Reads {@code K/N} with 1 ≤ K ≤ N ≤ 9999; empty for anything else. */
  public static Optional<Turn> parse(String text) {
    if (!text.matches("[0-9]{1,4}/[0-9]{1,4}")) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    int number = Integer.parseInt(text.substring(0, slash));
    int total = Integer.parseInt(text.substring(slash + 1));
    return number >= 1 && number <= total ? Optional.of(new Turn(number, total)) : Optional.empty();
  }

  @Override
  public String toString() {
    return number + "/" + total;
  }
}
