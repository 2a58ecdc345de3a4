package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.targets.Target;
import java.util.List;

/**
 * The ordered steps from where the database is to one target.
 *
 * @param target what was asked for
 * @param app the app as it is on disk
 * @param from the version before, {@code zero} for none
 * @param to the version after
 * @param steps what to do, in order; empty if the database is there already
 * @param accepted changed migrations whose new checksum shall be recorded
 * @param notes what a person should know, one line each
 */
public record Plan(
    Target target,
    App app,
    String from,
    String to,
    List<Step> steps,
    List<Migration> accepted,
    List<String> notes) {
  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty() && accepted.isEmpty();
  }
}
