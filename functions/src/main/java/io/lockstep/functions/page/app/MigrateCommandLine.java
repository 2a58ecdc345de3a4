package io.lockstep.functions.page.app;

import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command that a user types to take the database to a version. */
public final class MigrateCommandLine {
  private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9@%+:,./_-]+");

  private final Deployment deployment;

  /** Made for this release, or for none. */
  public MigrateCommandLine(Deployment deployment) {
    this.deployment = deployment;
  }

  /**
   * With a release, {@code helm upgrade} with its list of targets, in which only this app's
   * differs, and the values that it has over those of the chart, which may be a newer one; outside
   * of Kubernetes, {@code ./lockstep migrate}.
   *
   * @param goal a version or zero
   */
  String to(String app, String goal) {
    String target = app + " " + goal;
    return deployment
        .release()
        .map(
            release ->
                "helm upgrade "
                    + word(release)
                    + " "
                    + word(deployment.chart())
                    + deployment.namespace().map(name -> " -n " + word(name)).orElse("")
                    + " --reset-then-reuse-values --set "
                    + word(setting() + "={" + String.join(",", targets(app, target)) + "}"))
        .orElseGet(() -> "./lockstep migrate \"" + target + "\"");
  }

  private String setting() {
    return deployment.values().map(path -> path + ".").orElse("") + "migrations.targets";
  }

  /** An app can be in the list more than once; its last place is where it ends. */
  private List<String> targets(String app, String target) {
    List<String> targets = new ArrayList<>();
    int place = -1;
    for (Target other : deployment.targets()) {
      if (!other.app().text().equals(app)) {
        targets.add(other.toString());
      } else {
        place = targets.size();
      }
    }
    targets.add(place < 0 ? targets.size() : place, target);
    return targets;
  }

  /** As one word of a shell. */
  private static String word(String text) {
    return NEEDS_NO_QUOTES.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
