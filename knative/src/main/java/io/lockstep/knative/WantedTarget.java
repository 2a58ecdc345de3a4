package io.lockstep.knative;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/**
 * Where an app should be: {@code APP VERSION|zero|latest}, as {@code migrate} takes it.
 *
 * @param version a version, {@code zero} or {@code latest}
 */
record WantedTarget(String app, String version) {
  private static final Pattern APP = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final Pattern VERSION =
      Pattern.compile("zero|latest|[Vv]?(?=.{1,50}$)[0-9]+([._][0-9]+)*");

  /** For picocli. */
  static WantedTarget parse(String text) {
    String[] words = text.strip().split("[ \t]+", -1);
    if (words.length != 2
        || !APP.matcher(words[0]).matches()
        || !VERSION.matcher(words[1]).matches()) {
      throw new TypeConversionException(
          "'"
              + OneLine.of(text)
              + "' is no target; write \"main 0001\", \"main latest\" or \"main zero\"");
    }
    return new WantedTarget(words[0], words[1]);
  }

  /** Of an app that is named twice the last target is where it ends. */
  static List<WantedTarget> last(List<WantedTarget> targets) {
    return targets.stream()
        .collect(
            Collectors.toMap(
                WantedTarget::app, target -> target, (before, after) -> after, LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  /** Whether that is where it is. */
  Fact compare(Optional<Served.App> served) {
    String wanted = ", wanted " + version;
    if (served.isEmpty()) {
      return version.equals("zero")
          ? new Fact(app, true, "not there, which is zero")
          : new Fact(app, false, "not there" + wanted);
    }
    Served.App at = served.get();
    String goal = version.equals("latest") ? at.latest() : version;
    String more = version.equals("latest") ? " (" + at.latest() + ")" : "";
    String text = "at " + at.current() + wanted + more;
    if (!canonical(at.current()).equals(canonical(goal))) {
      return new Fact(app, false, text);
    }
    return endsAtLatest(at) && !at.due().isEmpty()
        ? new Fact(app, false, text + ", and due: " + String.join(", ", at.due()))
        : new Fact(app, true, text);
  }

  /** Repeatables come after the latest version. */
  private boolean endsAtLatest(Served.App at) {
    return version.equals("latest")
        || (!version.equals("zero") && canonical(version).equals(canonical(at.latest())));
  }

  /** The same text for all ways to write a version: {@code 1} for V0001 and 1.0. */
  private static String canonical(String version) {
    if (!VERSION.matcher(version).matches() || version.matches("zero|latest")) {
      return version;
    }
    String numbers =
        Arrays.stream(version.replaceFirst("^[Vv]", "").split("[._]", -1))
            .map(part -> part.replaceFirst("^0+(?=.)", ""))
            .collect(Collectors.joining("."));
    return numbers.replaceFirst("(\\.0)+$", "");
  }
}
