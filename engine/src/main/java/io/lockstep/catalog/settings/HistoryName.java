package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.targets.AppName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads the name of a history table from {@code lockstep.properties}: plain, or in double quotes as
 * in SQL. The table is in the schema that the migrations run in. A schema before the name is
 * refused, because it would count as a part of the name, and the app as one with nothing applied.
 */
final class HistoryName {
  private static final int MAX_TABLE_NAME = 63; // PostgreSQL's limit for an identifier, in bytes

  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"");

  private HistoryName() {}

  /**
   * The name that this text stands for.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it begins with a schema, or is no name
   */
  static String read(AppName app, Path file, String text) {
    String table = unquoted(app, file, text);
    if (table.isEmpty()
        || table.indexOf('\0') >= 0
        || table.getBytes(StandardCharsets.UTF_8).length > MAX_TABLE_NAME) {
      throw new LockstepException(
          ExitCode.USAGE,
          file + " says history=" + table,
          "that is no table name",
          "A name has 1 to " + MAX_TABLE_NAME + " bytes.");
    }
    return table;
  }

  private static String unquoted(AppName app, Path file, String text) {
    if (QUOTED.matcher(text).matches()) {
      return text.substring(1, text.length() - 1).replace("\"\"", "\"");
    }
    if (text.indexOf('.') >= 0 || text.startsWith("\"")) {
      throw new LockstepException(
          ExitCode.USAGE,
          file + " says history=" + text,
          "history is a table's name without a schema: the table is in the schema that the"
              + " migrations run in",
          "Set POSTGRES_SCHEMA to that schema if they run there; or leave history out, and adopt"
              + " what the table says: ./lockstep adopt "
              + app
              + " VERSION --from "
              + text
              + ". A name that has a dot itself goes in double quotes.");
    }
    return text;
  }
}
