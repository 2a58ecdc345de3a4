package io.lockstep.catalog;

import java.nio.charset.StandardCharsets;

/**
 * A script that is applied again whenever it has changed ({@code R__description.sql}).
 *
 * @param description the words of its name, as a history stores them: they identify it
 */
public record Repeatable(String description, Script script) {
  /**
   * Shortens the words as a history does: the whole of a longer description would never equal the
   * stored one, and the script would never count as applied.
   */
  static Repeatable of(String words, Script script) {
    String kept = HistoryText.description(words);
    // a character that was cut in two reaches the database as a question mark
    byte[] sent = kept.getBytes(StandardCharsets.UTF_8);
    return new Repeatable(new String(sent, StandardCharsets.UTF_8), script);
  }
}
