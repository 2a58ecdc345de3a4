package io.lockstep.schema;

import io.lockstep.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One of Lockstep's own scripts on the class path.
 *
 * @param description Flyway's description of the file, with underscores instead of spaces
 */
record SchemaScript(int version, String description) {
  /**
   * The script, and the statement that records it.
   *
   * @param history the table of these records, which is in the search path
   */
  String sql(String history) {
    String text = text();
    return """
        %s;
        insert into %s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (%d, '%d', '%s', 'SQL', '%s', %d, current_user, 0, true);
        """
        .formatted(
            text,
            history,
            version,
            version,
            description.replace('_', ' '),
            name(),
            Checksum.of(text));
  }

  private String name() {
    return "V" + version + "__" + description + ".sql";
  }

  private String text() {
    String path = "/io/lockstep/schema/" + name();
    try (InputStream in =
        Objects.requireNonNull(SchemaScript.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
