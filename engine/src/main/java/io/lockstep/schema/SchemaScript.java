package io.lockstep.schema;

import io.lockstep.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One of Lockstep's own scripts on the class path.
 *
 * @param description Flyway's description of the file, with underscores instead of spaces
 * @param readable the tables that whoever may read what is applied reads, too: a role that lists
 *     and plans goes on working
 */
record SchemaScript(int version, String description, List<String> readable) {
  private static final String GRANT =
      """
      do $$
      declare
          reader oid;
      begin
          for reader in
              select grantee
                from pg_catalog.pg_class, aclexplode(relacl)
               where oid = 'lockstep.applied'::regclass and privilege_type = 'SELECT' and grantee <> relowner
          loop
              execute format('grant select on lockstep.%s to %%s',
                             case reader when 0 then 'public' else reader::regrole::text end);
          end loop;
      end
      $$;
      """;

  SchemaScript {
    readable = List.copyOf(readable);
  }

  /** One that grants by itself what is to be granted. */
  SchemaScript(int version, String description) {
    this(version, description, List.of());
  }

  /**
   * The script, and the statement that records it.
   *
   * @param history the table of these records, which is in the search path
   */
  String sql(String history) {
    String text = text();
    StringBuilder grants = new StringBuilder();
    for (String table : readable) {
      grants.append(GRANT.formatted(table));
    }
    return """
        %s;
        %sinsert into %s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (%d, '%d', '%s', 'SQL', '%s', %d, current_user, 0, true);
        """
        .formatted(
            text,
            grants,
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
