package io.lockstep.othertools;

import io.lockstep.targets.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name by which another tool identifies a migration, and that may begin with a number: {@code
 * 20240101120000_title}.
 *
 * @param text the whole name
 * @param digits its number as it is written, if it has one that can be a version
 * @param title the rest, without what is between the two; the whole name if it has no number
 */
public record NumberedName(String text, Optional<String> digits, String title) {
  private static final Pattern FORM = Pattern.compile("([0-9]+)[-_. ]*(.*)");

  /** Takes a name apart. */
  public static NumberedName of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() && Version.parse(form.group(1)).isPresent()
        ? new NumberedName(text, Optional.of(form.group(1)), form.group(2))
        : new NumberedName(text, Optional.empty(), text);
  }

  /** Its number as a version. */
  public Optional<Version> number() {
    return digits.map(Version::of);
  }
}
