package io.lockstep.jobs.migrate;

import java.io.OutputStream;
import java.io.PrintStream;

/** Writes to a terminal above a status line, which stays the last line. */
final class StatusLineStream extends OutputStream {
  private static final String ERASE = "\r\u001b[2K";

  /** The terminal cuts off a line that is too long, and does not wrap it. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintStream terminal;
  private String line = "";
  private boolean shown;
  private boolean atStart = true;

  StatusLineStream(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Shows this text as the status line from now on; no line if it is empty. */
  synchronized void show(String text) {
    erase();
    line = text;
    draw();
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      erase();
      terminal.write(bytes, offset, length);
      atStart = bytes[offset + length - 1] == '\n';
      draw();
    }
  }

  @Override
  public void flush() {
    terminal.flush();
  }

  private void erase() {
    if (shown) {
      terminal.print(ERASE);
      shown = false;
    }
  }

  /** Draws the status line, but not behind an unfinished line. */
  private void draw() {
    if (atStart && !line.isEmpty()) {
      terminal.print(NO_WRAP + line + WRAP);
      shown = true;
    }
    terminal.flush();
  }
}
