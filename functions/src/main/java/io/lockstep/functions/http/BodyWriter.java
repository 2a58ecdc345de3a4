package io.lockstep.functions.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes bodies to connections. Long ones go out as many at a time as there are processors, in the
 * order they came: sent all at once, the last of two hundred would take three times as long as the
 * average (bench/serve). A body that waits behind slow clients is sent after a moment all the same.
 */
final class BodyWriter {
  private static final int LONG = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** The JDK's server copies each write into buffers of its size, kept by connection and thread. */
  private static final int CHUNK = 32 * 1024;

  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  void write(OutputStream out, Body body) throws IOException {
    boolean turn = body.length() > LONG && await();
    try {
      body.writeTo(out, CHUNK);
    } finally {
      if (turn) {
        turns.release();
      }
    }
  }

  private boolean await() {
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
