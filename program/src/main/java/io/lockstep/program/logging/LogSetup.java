package io.lockstep.program.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes log lines to standard error, as JSON with {@code LOCKSTEP_LOG_FORMAT=json}. Code sets it
 * up, because reading logback's XML takes longer than a run with nothing to do.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** They log stack traces of a broken session, though their exceptions say the same. */
  private static final List<String> OF_BROKEN_SESSIONS =
      List.of(
          "com.zaxxer.hikari",
          "org.springframework.transaction",
          "org.springframework.jdbc.support.JdbcTransactionManager");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context));
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("io.lockstep").setLevel(Level.INFO);
    context.getLogger("org.flywaydb").setLevel(Level.OFF); // the engine logs the same, once
    context.getLogger("net.javacrumbs.shedlock").setLevel(Level.OFF);
    context.getLogger("io.fabric8").setLevel(Level.OFF);
    setLevel(context, OF_BROKEN_SESSIONS, Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void setLevel(LoggerContext context, List<String> loggers, Level level) {
    for (String logger : loggers) {
      context.getLogger(logger).setLevel(level);
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    if (Terminal.isJson(System.getenv())) {
      JsonEncoder json = new JsonEncoder();
      json.setContext(context);
      json.setWithFormattedMessage(
          true); // "message" is what was written, with {} for its arguments
      json.start();
      return json;
    }
    LineEncoder lines = new LineEncoder(Terminal.hasColours(System.getenv()));
    lines.setContext(context);
    lines.start();
    return lines;
  }

  /** Shows only warnings and errors of these loggers. */
  public static void terse(String... loggers) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      setLevel(context, List.of(loggers), Level.WARN);
    }
  }

  /** Shows everything, with stack traces. */
  public static void verbose(boolean on) {
    if (on && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("io.lockstep").setLevel(Level.DEBUG);
      context.getLogger("org.flywaydb").setLevel(Level.INFO);
      setLevel(context, OF_BROKEN_SESSIONS, Level.INFO);
    }
  }
}
