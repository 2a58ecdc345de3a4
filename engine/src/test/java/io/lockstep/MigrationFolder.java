package io.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes migrations for a test: {@code folder.file("main/V0001__a.sql", "create table a()")}. */
public record MigrationFolder(Path path) {
  /** Writes a file, over an older one. */
  public MigrationFolder file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file, over an older one. */
  public MigrationFolder file(String name, byte[] bytes) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file, as in an older image. */
  public MigrationFolder without(String name) {
    try {
      Files.delete(path.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An app {@code main} with tables a, b, c at 0001, 0002, 0003, each with its undo script. */
  public MigrationFolder threeTables() {
    for (String table : new String[] {"a", "b", "c"}) {
      int number = table.charAt(0) - 'a' + 1;
      file(
          "main/V000%d__%s.sql".formatted(number, table),
          "create table %s (id int);\n".formatted(table));
      file("main/U000%d__%s.sql".formatted(number, table), "drop table %s;\n".formatted(table));
    }
    return this;
  }
}
