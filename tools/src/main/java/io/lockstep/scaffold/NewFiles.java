package io.lockstep.scaffold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes files into a folder, all or none, and overwrites none. */
public final class NewFiles {
  private final Path folder;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<Path> written = new ArrayList<>();

  /** Writes into this folder, which is created if it is missing. */
  public NewFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds a file.
   *
   * @param name its path below the folder
   */
  public void add(String name, String text) {
    texts.put(name, text);
  }

  /**
   * Writes them, in UTF-8.
   *
   * @throws java.nio.file.FileAlreadyExistsException if one exists already; then none is written
   * @throws IOException if one can't be written; then none is
   */
  public void write() throws IOException {
    try {
      for (Map.Entry<String, String> file : texts.entrySet()) {
        Path path = folder.resolve(file.getKey());
        createFolders(Objects.requireNonNullElse(path.getParent(), folder));
        Files.writeString(
            path, file.getValue(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        written.add(path);
      }
    } catch (IOException e) {
      takeBack();
      throw e;
    }
  }

  private void createFolders(Path wanted) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = wanted; at != null && !Files.isDirectory(at); at = at.getParent()) {
      missing.add(at);
    }
    Collections.reverse(missing);
    for (Path at : missing) {
      Files.createDirectory(at);
      written.add(at);
    }
  }

  private void takeBack() {
    Collections.reverse(written);
    for (Path path : written) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // a file left here is reported as existing when the command runs again
      }
    }
  }
}
