package io.lockstep.importing.source;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that holds the other tool's files. */
public record SourceFolder(Path path) {
  /**
   * Its files in the order of their names, without hidden ones.
   *
   * @param depth the number of levels of folders to search
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read
   */
  public List<SourceFile> files(int depth) {
    if (!Files.isDirectory(path)) {
      throw unreadable("it is no folder");
    }
    try (Stream<Path> entries = Files.walk(path, depth)) {
      return entries
          .filter(Files::isRegularFile)
          .map(file -> new SourceFile(name(file), file))
          .filter(file -> !("/" + file.name()).contains("/."))
          .sorted(Comparator.comparing(SourceFile::name))
          .toList();
    } catch (IOException e) {
      throw unreadable("it can't be read").causedBy(e);
    }
  }

  private String name(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }

  private LockstepException unreadable(String why) {
    return new LockstepException(
        ExitCode.USAGE,
        "importing " + path,
        why,
        "Give the folder that holds the tool's migrations.");
  }
}
