package io.lockstep.functions;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged with a stack trace meanwhile, by whomever. */
final class LoggedThrowables extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  private LoggedThrowables() {}

  static LoggedThrowables listen() {
    LoggedThrowables listener = new LoggedThrowables();
    listener.setContext(ROOT.getLoggerContext());
    listener.start();
    ROOT.addAppender(listener);
    return listener;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getThrowableProxy() != null) {
      seen.add(event.getFormattedMessage());
    }
  }

  List<String> all() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
  }
}
