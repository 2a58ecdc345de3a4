package io.lockstep.catalog.settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How steps in batches treat others.
 *
 * @param target the time that a batch should take, {@code batch.target}
 * @param pace the pause after a batch, as a part of the batch's time, {@code batch.pace}
 * @param maxLag the replay lag of a standby above which the next batch waits, {@code
 *     batch.max-lag}; empty for no limit
 * @param waitWhile a query for one boolean, {@code batch.wait-while}; the next batch waits while it
 *     is true
 */
public record BatchSettings(
    Duration target, double pace, Optional<Duration> maxLag, Optional<String> waitWhile) {
  private static final String TARGET = "batch.target";
  private static final String PACE = "batch.pace";
  private static final String MAX_LAG = "batch.max-lag";
  private static final String WAIT_WHILE = "batch.wait-while";
  static final List<String> KEYS = List.of(TARGET, PACE, MAX_LAG, WAIT_WHILE);

  /** Half a second a batch, a tenth of it as a pause, and no standby ten seconds behind. */
  public static final BatchSettings DEFAULT =
      new BatchSettings(
          Duration.ofMillis(500), 0.1, Optional.of(Duration.ofSeconds(10)), Optional.empty());

  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})\\s*(ms|s|min)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");

  static BatchSettings read(SettingsFile file) throws IOException {
    return new BatchSettings(
        time(file, TARGET).orElse(DEFAULT.target()),
        pace(file),
        file.value(MAX_LAG).filter("off"::equals).isPresent()
            ? Optional.empty()
            : time(file, MAX_LAG).or(DEFAULT::maxLag),
        file.value(WAIT_WHILE).filter(query -> !query.isEmpty()));
  }

  private static double pace(SettingsFile file) throws IOException {
    Optional<String> text = file.value(PACE);
    if (text.isPresent() && !NUMBER.matcher(text.get()).matches()) {
      throw file.refused(
          PACE, text.get(), "that is no pace", "It is a number, such as 0.1, or 0 for no pause.");
    }
    return text.map(number -> new BigDecimal(number).doubleValue()).orElse(DEFAULT.pace());
  }

  private static Optional<Duration> time(SettingsFile file, String key) throws IOException {
    Optional<String> text = file.value(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher time = TIME.matcher(text.get());
    if (!time.matches()) {
      throw file.refused(
          key,
          text.get(),
          "that is no time",
          "It is a number with its unit: 500ms, 10s or 2min"
              + (key.equals(MAX_LAG) ? "; or off." : "."));
    }
    long number = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        });
  }
}
