package io.lockstep.program.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.lockstep.LogContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes a log line: the time in UTC, the level, whose it is if several tenants may run at once,
 * the message. Setting up logback's own pattern takes a twelfth of a run with nothing to do.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String RESET = "\u001B[0;39m";

  private final boolean colours;

  LineEncoder(boolean colours) {
    this.colours = colours;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ').append(level(event.getLevel())).append(' ');
    String tenant = event.getMDCPropertyMap().get(LogContext.TENANT);
    if (tenant != null) {
      line.append("tenant ").append(tenant).append(": ");
    }
    line.append(event.getFormattedMessage()).append(System.lineSeparator());
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  /** The level in five columns, so that messages line up. */
  private String level(Level level) {
    String padded = level.toString().length() < 5 ? level + " " : level.toString();
    return colours ? "\u001B[" + colour(level) + "m" + padded + RESET : padded;
  }

  private static String colour(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "1;31";
      case Level.WARN_INT -> "31";
      case Level.INFO_INT -> "34";
      default -> "39";
    };
  }
}
