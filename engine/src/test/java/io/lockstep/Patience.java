package io.lockstep;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for something that has to happen. */
public final class Patience {
  /** So long that only a hang takes longer, on a busy machine too: it is no claim on speed. */
  public static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Patience() {}

  /** Looks again and again until a condition holds, and fails after {@link #LIMIT}. */
  public static ConditionFactory await() {
    return Awaitility.await().pollInterval(BETWEEN_LOOKS).atMost(LIMIT);
  }
}
