package io.lockstep.catalog;

import io.lockstep.Checksum;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.placeholders.Placeholders;
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

  /** This repeatable with its app's placeholders as they are now. */
  Repeatable with(Placeholders now) {
    return new Repeatable(description, script.with(now));
  }

  /**
   * Flyway's checksum, of the text with values: a repeatable has changed if a value in it has
   * (SqlMigrationResolver).
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the file can't be read
   */
  public int checksum() {
    return script.replacesPlaceholders() ? Checksum.of(script.replaced()) : script.checksum();
  }

  /**
   * True if it was applied with this checksum, of its text or of its file (ResolvedMigrationImpl).
   */
  public boolean matches(int checksum) {
    return checksum == script.checksum() || checksum == checksum();
  }

  /**
   * True if nobody can tell from a checksum whether it is in force: it has the time in it, or a
   * placeholder that has no value here.
   */
  public boolean isIncomparable() {
    return script.replacesPlaceholders()
        && (script.changesWithTime() || !script.openPlaceholders().isEmpty());
  }
}
