package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The entries of a {@code lockstep.properties}, in their order; a key may be there several times.
 */
final class SettingsFile {
  private static final Pattern COMMA = Pattern.compile(",");

  private final Path file;
  private final List<Setting> entries;

  private SettingsFile(Path file, List<Setting> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** A key with its value, without blanks around it. */
  record Setting(String key, String value) {}

  /**
   * Reads an app's file; none has no entries.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is no properties file in UTF-8
   */
  static SettingsFile of(Path folder) throws IOException {
    return at(folder.resolve(AppSettings.FILE));
  }

  /** Reads another file of that form. */
  static SettingsFile at(Path file) throws IOException {
    List<Setting> entries = new ArrayList<>();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        new InOrder(entries).load(reader);
      } catch (CharacterCodingException | IllegalArgumentException e) {
        throw new LockstepException(
                ExitCode.USAGE,
                "reading " + file,
                "it is no properties file in UTF-8",
                "Save it as UTF-8, with a line KEY=VALUE for each setting; a \\ before a u is"
                    + " written twice.")
            .causedBy(e);
      }
    }
    return new SettingsFile(file, entries);
  }

  Path path() {
    return file;
  }

  /** The value of this key; the last one counts, as in any properties file. */
  Optional<String> value(String key) {
    return values(key).stream().reduce((first, second) -> second);
  }

  /** All values of this key. */
  List<String> values(String key) {
    return entries(key::equals).stream().map(Setting::value).toList();
  }

  /** All values of this key, where each line may have several behind commas. */
  List<String> listed(String key) {
    return values(key).stream()
        .flatMap(COMMA::splitAsStream)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** The entries whose keys are accepted. */
  List<Setting> entries(Predicate<String> key) {
    return entries.stream().filter(entry -> key.test(entry.key())).toList();
  }

  /**
   * The error that an entry of this file is.
   *
   * @param part the part of the value that is wrong, which its line has; if it is empty, the key is
   *     wrong, and the value may be a secret
   */
  LockstepException refused(String key, String part, String why, String next) throws IOException {
    return new LockstepException(
        ExitCode.USAGE,
        file + line(part.isEmpty() ? key : part) + " says " + key + "=" + part,
        why,
        next);
  }

  private String line(String part) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return ", line " + (i + 1) + ",";
      }
    }
    return "";
  }

  /** Keeps all entries of a file; a Properties keeps only the last of a key. */
  private static final class InOrder extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient List<Setting> entries;

    InOrder(List<Setting> entries) {
      this.entries = entries;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      entries.add(new Setting((String) key, ((String) value).strip()));
      return super.put(key, value);
    }
  }
}
