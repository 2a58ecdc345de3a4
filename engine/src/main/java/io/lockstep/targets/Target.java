package io.lockstep.targets;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One app and its goal: {@code APP VERSION|zero|latest}. */
public record Target(AppName app, Goal goal) {
  private static final int SHOWN = 60;

  /**
   * Reads one target.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is not an app's name, a space, and a
   *     version, zero or latest
   */
  public static Target parse(String text) {
    String[] words = text.strip().split("[ \t]+", -1);
    if (words.length != 2) {
      throw unreadable(
          text,
          words.length == 1 && !words[0].isEmpty()
              ? "it has no version"
              : "it is not an app and a version");
    }
    AppName app =
        AppName.parse(words[0])
            .orElseThrow(() -> unreadable(text, "bad app name. " + AppName.RULE));
    return new Target(app, goal(text, words[1]));
  }

  /**
   * Reads several targets.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) as {@link #parse}
   */
  public static List<Target> parseAll(List<String> texts) {
    return texts.stream().map(Target::parse).toList();
  }

  /** The last target of each app: a run of them all ends there. */
  public static List<Target> lastOfEach(List<Target> targets) {
    Map<AppName, Target> last = new LinkedHashMap<>();
    targets.forEach(target -> last.put(target.app(), target));
    return List.copyOf(last.values());
  }

  private static Goal goal(String text, String word) {
    return switch (word) {
      case "zero" -> new Goal.Zero();
      case "latest" -> new Goal.Latest();
      default ->
          new Goal.At(
              Version.parse(word)
                  .orElseThrow(
                      () -> unreadable(text, "the version is neither a number, zero nor latest")));
    };
  }

  private static LockstepException unreadable(String text, String why) {
    return new LockstepException(
        ExitCode.USAGE,
        "target \"" + printable(text) + "\"",
        why,
        "A target is one argument: \"APP VERSION\", \"APP zero\" or \"APP latest\", for example \"main 0001\".");
  }

  /** Shortens it, and writes what a terminal would hide or obey as {@code \\uXXXX}. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (c >= ' ' && c < 127) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format("\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }

  @Override
  public String toString() {
    return app + " " + goal;
  }
}
