package io.lockstep.jobs.inspect;

import io.lockstep.listing.Listing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.program.json.InstantText;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;

/** Prints the list for a person, as a table per app. */
public final class ListPrinter {
  /** So many characters are written at once: a list may have a hundred thousand lines. */
  private static final int BLOCK = 1 << 13;

  private final PrintStream out;
  private final StringBuilder block = new StringBuilder();

  /** Prints to this stream. */
  public ListPrinter(PrintStream out) {
    this.out = out;
  }

  /** Prints all apps. */
  public void print(Listing listing) {
    if (listing.apps().isEmpty()) {
      line("no apps, neither on disk nor in the database");
    }
    listing.apps().forEach(this::print);
    flush();
  }

  private void print(Listing.AppListing app) {
    line(app.name() + ": current " + app.current() + ", latest on disk " + app.latest());
    row("VERSION", "STATE", "WHEN", "TOOK", "BY", "UNDO", "DESCRIPTION");
    app.migrations().forEach(this::print);
    app.notes().forEach(note -> line("  note: " + note));
  }

  private void print(MigrationListing m) {
    row(
        m.version().orElse("repeatable"),
        m.state().toString(),
        m.installedOn()
            .map(when -> InstantText.of(when.truncatedTo(ChronoUnit.SECONDS)))
            .orElse("-"),
        m.executionMillis().map(millis -> millis + " ms").orElse("-"),
        m.installedBy().orElse("-"),
        m.undo().toString(),
        m.description());
  }

  /** Writes the columns by hand, since a format is read again for each line. */
  private void row(
      String version,
      String state,
      String when,
      String took,
      String by,
      String undo,
      String description) {
    block.append("  ");
    left(version, 16);
    left(state, 9);
    left(when, 22);
    blanks(9 - took.length());
    block.append(took).append("  ");
    left(by, 12);
    left(undo, 7);
    line(description);
  }

  private void left(String text, int width) {
    block.append(text);
    blanks(width - text.length());
    block.append(' ');
  }

  private void blanks(int count) {
    if (count > 0) {
      block.append(" ".repeat(count));
    }
  }

  private void line(String text) {
    block.append(text).append(System.lineSeparator());
    if (block.length() >= BLOCK) {
      flush();
    }
  }

  private void flush() {
    out.print(block);
    out.flush();
    block.setLength(0);
  }
}
