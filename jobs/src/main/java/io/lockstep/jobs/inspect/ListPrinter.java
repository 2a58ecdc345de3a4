package io.lockstep.jobs.inspect;

import io.lockstep.listing.Listing;
import io.lockstep.listing.MigrationListing;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;

/** Prints the list for a person, as a table per app. */
public final class ListPrinter {
  private static final String ROW = "  %-16s %-9s %-22s %9s  %-12s %-7s %s%n";

  private final PrintStream out;

  /** Prints to this stream. */
  public ListPrinter(PrintStream out) {
    this.out = out;
  }

  /** Prints all apps. */
  public void print(Listing listing) {
    if (listing.apps().isEmpty()) {
      out.println("no apps, neither on disk nor in the database");
    }
    listing.apps().forEach(this::print);
  }

  private void print(Listing.AppListing app) {
    out.printf("%s: current %s, latest on disk %s%n", app.name(), app.current(), app.latest());
    out.printf(ROW, "VERSION", "STATE", "WHEN", "TOOK", "BY", "UNDO", "DESCRIPTION");
    app.migrations().forEach(this::print);
    app.notes().forEach(note -> out.println("  note: " + note));
  }

  private void print(MigrationListing m) {
    out.printf(
        ROW,
        m.version().orElse("repeatable"),
        m.state(),
        m.installedOn().map(when -> when.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
        m.executionMillis().map(millis -> millis + " ms").orElse("-"),
        m.installedBy().orElse("-"),
        m.undo(),
        m.description());
  }
}
