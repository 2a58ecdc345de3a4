package io.lockstep.listing;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.UnfinishedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list, and the findings in it that need attention.
 *
 * @param findings one for each migration that is unknown, changed or unfinished
 */
public record ListCheck(Listing listing, List<String> findings) {
  private static final int SHOWN = 5;

  /**
   * Looks for findings. A changed repeatable is none: it is due, as a pending version is.
   *
   * @param runUnderWay true if a step that has not ended may still be running
   */
  public static ListCheck of(Catalog catalog, DatabaseState state, boolean runUnderWay) {
    Listing listing = Listing.of(catalog, state);
    List<String> findings = new ArrayList<>();
    for (Listing.AppListing app : listing.apps()) {
      app.migrations().stream()
          .filter(m -> m.version().isPresent())
          .filter(m -> m.state().isFinding())
          .map(m -> app.name() + " " + m.version().get() + " is " + m.state())
          .forEach(findings::add);
    }
    if (!runUnderWay) {
      findings.addAll(unfinished(state));
    }
    return new ListCheck(listing, List.copyOf(findings));
  }

  private static List<String> unfinished(DatabaseState state) {
    List<String> unfinished = new ArrayList<>();
    state
        .histories()
        .forEach(
            (app, history) -> {
              Optional<UnfinishedStep> step =
                  Optional.ofNullable(state.unfinished().get(app))
                      .filter(s -> !s.isOutOfDate(history));
              if (step.isPresent()) {
                unfinished.add(
                    app + " " + step.get().version() + " is unfinished: " + step.get().script());
              } else if (history.hasFailed()) {
                unfinished.add(app + " is unfinished: its history has a failed step");
              }
            });
    return unfinished;
  }

  /**
   * Returns if there are no findings.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) that names them
   */
  public void refuseFindings() {
    if (!findings.isEmpty()) {
      int more = findings.size() - SHOWN;
      throw new LockstepException(
          ExitCode.REFUSED,
          "checking the list",
          String.join(", ", findings.subList(0, Math.min(SHOWN, findings.size())))
              + (more > 0 ? ", and " + more + " more" : ""),
          "Put changed files back, use the image that has the unknown ones, and run migrate again for what is unfinished.");
    }
  }
}
