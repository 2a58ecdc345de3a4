package io.lockstep.catalog;

import java.nio.charset.StandardCharsets;

/**
 * A script that is applied again whenever it has changed ({@code R__description.sql}).
 *
 * @param description the words of its name, as a history keeps them: they are what it is known by
 */
public record Repeatable(String description, Script script) {
  /**
   * With what a history keeps of the words: compared with the whole of a longer description, it
   * would never say that the script has been applied.
   */
  static Repeatable of(String words, Script script) {
    String kept = HistoryText.description(words);
    // a character that was cut in two reaches the database as a question mark
    byte[] sent = kept.getBytes(StandardCharsets.UTF_8);
    return new Repeatable(new String(sent, StandardCharsets.UTF_8), script);
  }
}
