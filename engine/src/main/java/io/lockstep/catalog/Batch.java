package io.lockstep.catalog;

import io.lockstep.script.ScriptHead;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script's wish to be run in batches: {@code -- lockstep: batch 5000}.
 *
 * @param rows what {@code :batch} is in the first batch; empty if the script has a size of its own
 */
public record Batch(OptionalInt rows) {
  private static final Pattern WORDS = Pattern.compile("batch(?:\\s+([1-9][0-9]{0,6}))?");

  /** The batch that a stored script asks for, which may be of another release; reads no more. */
  public static Optional<Batch> of(String script) {
    return ScriptHead.of(script).comments().stream()
        .map(line -> Directives.words(line.text()))
        .flatMap(Optional::stream)
        .flatMap(words -> parse(words.toLowerCase(Locale.ROOT)).stream())
        .findFirst();
  }

  /** Reads a directive's words in lower case; empty if they are not this one. */
  static Optional<Batch> parse(String words) {
    Matcher found = WORDS.matcher(words);
    return found.matches()
        ? Optional.of(
            new Batch(
                found.group(1) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(found.group(1)))))
        : Optional.empty();
  }
}
