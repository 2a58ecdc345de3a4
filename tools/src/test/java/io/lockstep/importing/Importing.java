package io.lockstep.importing;

import io.lockstep.MigrationFolder;
import io.lockstep.importing.formats.SourceFormat;
import io.lockstep.importing.source.Note;
import io.lockstep.targets.AppName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Another tool's folder, and the folder {@code db} that its migrations are imported into. */
record Importing(String format, Path folder) {
  /** Writes one of the tool's files. */
  Importing file(String name, String text) {
    new MigrationFolder(source()).file(name, text);
    return this;
  }

  Path source() {
    return folder.resolve("source");
  }

  Path db() {
    return folder.resolve("db");
  }

  /** Imports them as app {@code shop}. */
  ImportReport run() {
    return new Importer(
            SourceFormat.named(format).orElseThrow(), source(), new AppName("shop"), db())
        .run();
  }

  /** Imports them, and what is said: the notes, a line each. */
  List<String> notes() {
    return run().notes().stream().map(Note::toString).toList();
  }

  /** What has been written, by the path below the app's folder. */
  Map<String, String> written() {
    Path app = db().resolve("shop");
    if (!Files.exists(app)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.walk(app)) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(app.relativize(file).toString(), Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
