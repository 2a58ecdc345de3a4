package io.lockstep.importing.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of the other tool's that holds the files of one migration.
 *
 * @param files by their names
 */
public record SubFolder(String name, Map<String, SourceFile> files) {
  /** The folders of these files, in the order of their names. */
  public static List<SubFolder> of(List<SourceFile> files) {
    Map<String, SubFolder> folders = new TreeMap<>();
    for (SourceFile file : files) {
      int slash = file.name().indexOf('/');
      if (slash > 0) {
        folders
            .computeIfAbsent(
                file.name().substring(0, slash), name -> new SubFolder(name, new TreeMap<>()))
            .files()
            .put(file.name().substring(slash + 1), file);
      }
    }
    return List.copyOf(folders.values());
  }

  /** Its file of this name. */
  public Optional<SourceFile> file(String named) {
    return Optional.ofNullable(files.get(named));
  }
}
