package io.lockstep.importing.formats;

import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.stream.Stream;

/**
 * A table that a tool makes for itself; where a migration uses it, the first one makes it.
 *
 * @param table its name
 * @param sql makes it
 */
record OwnTableInFirst(String table, String sql) {
  /** True if one of these scripts uses it. */
  boolean isUsedBy(Stream<SourceFile> scripts) {
    return scripts.anyMatch(script -> script.read().contains(table));
  }

  /** What this first migration begins with; it is noted. */
  String madeBy(SourceFile first, ParsedSource found) {
    found.add(
        Note.fact(first.name(), "makes the table " + table + ", too, which a migration uses", ""));
    return sql;
  }
}
