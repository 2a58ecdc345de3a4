package io.lockstep.knative.served;

import io.lockstep.LockstepException;
import io.lockstep.knative.polling.OneLine;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** A target, as {@code migrate} takes it, that a function should have reached. */
public record WantedTarget(Target target) {
  /**
   * Reads it, for picocli.
   *
   * @throws TypeConversionException if it is no target
   */
  public static WantedTarget parse(String text) {
    try {
      return new WantedTarget(Target.parse(text));
    } catch (LockstepException e) {
      throw new TypeConversionException(
          "'"
              + OneLine.of(text)
              + "' is no target; write \"main 0001\", \"main latest\" or \"main zero\"");
    }
  }

  /** The last target of each app, since a run of them all ends there. */
  static List<WantedTarget> last(List<WantedTarget> targets) {
    return Target.lastOfEach(targets.stream().map(WantedTarget::target).toList()).stream()
        .map(WantedTarget::new)
        .toList();
  }

  /** The app's name. */
  String app() {
    return target.app().toString();
  }

  /** Compares the target with the app as it is served. */
  CheckResult compare(Optional<MigrationsResponse.ServedApp> served) {
    String wanted = ", wanted " + target.goal();
    if (served.isEmpty()) {
      return target.goal() instanceof Goal.Zero
          ? new CheckResult(app(), true, "not there, which is zero")
          : new CheckResult(app(), false, "not there" + wanted);
    }
    MigrationsResponse.ServedApp at = served.get();
    String version = isLatest() ? at.latest() : target.goal().toString();
    String text = "at " + at.current() + wanted + (isLatest() ? " (" + at.latest() + ")" : "");
    if (at.heldBackFor().map(Target::parse).filter(target::equals).isPresent()) {
      return new CheckResult(app(), true, text + ", the rest of which waits for the new pods");
    }
    boolean waits = Version.parse(version).filter(at::waitsBefore).isPresent();
    if (!isSame(at.current(), version) && !waits) {
      return new CheckResult(app(), false, text);
    }
    if (waits) {
      text += ", which waits for the old pods";
    }
    return endsAtLatest(at) && !at.due().isEmpty()
        ? new CheckResult(app(), false, text + ", and due: " + String.join(", ", at.due()))
        : new CheckResult(app(), true, text);
  }

  private boolean isLatest() {
    return target.goal() instanceof Goal.Latest;
  }

  /** Repeatables come after the latest version. */
  private boolean endsAtLatest(MigrationsResponse.ServedApp at) {
    return isLatest()
        || (target.goal() instanceof Goal.At version
            && isSame(version.version().toString(), at.latest()));
  }

  /** Two ways to write a version, such as {@code 1} and {@code V0001}, or {@code zero} twice. */
  private static boolean isSame(String one, String other) {
    Optional<Version> version = Version.parse(one);
    return version.isPresent() ? version.equals(Version.parse(other)) : one.equals(other);
  }
}
