package io.lockstep.importing;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A version's file, and the one beside it that takes the version back.
 *
 * @param down empty where the tool has both in one file, too
 */
record VersionedFile(Version version, String title, SourceFile up, Optional<SourceFile> down) {
  /** What a file's name says. */
  record Name(Version version, String title, boolean down) {
    static Optional<Name> of(String version, String title, boolean down) {
      return Version.parse(version).map(parsed -> new Name(parsed, title, down));
    }
  }

  /**
   * Finds them, by version; a name that says nothing, and a file that has nothing to take back, are
   * noted.
   *
   * @param naming reads a file's name
   * @param form how a file must be named, for the note
   * @throws Problem ({@link Exit#USAGE}) if two files have one version
   */
  static List<VersionedFile> find(
      List<SourceFile> files, Function<String, Optional<Name>> naming, String form, Found found) {
    Map<Version, SourceFile> ups = new TreeMap<>();
    Map<Version, SourceFile> downs = new TreeMap<>();
    Map<Version, String> titles = new TreeMap<>();
    for (SourceFile file : files) {
      Optional<Name> name = naming.apply(file.fileName());
      if (name.isPresent()) {
        Version version = name.get().version();
        boolean down = name.get().down();
        refuseSecond(version, (down ? downs : ups).put(version, file), file);
        if (!down) {
          titles.put(version, name.get().title());
        }
      } else if (file.isSql()) {
        found.add(
            Note.todo(
                file.name(),
                "its name says no version, so it is left out",
                "Name it " + form + "."));
      }
    }
    downs.forEach(
        (version, file) -> {
          if (!ups.containsKey(version)) {
            found.add(
                Note.todo(
                    file.name(),
                    "there is no file that applies version " + version + ", so it is left out",
                    "Add that file, or delete this one."));
          }
        });
    return ups.entrySet().stream()
        .map(
            up ->
                new VersionedFile(
                    up.getKey(),
                    titles.getOrDefault(up.getKey(), ""),
                    up.getValue(),
                    Optional.ofNullable(downs.get(up.getKey()))))
        .toList();
  }

  private static void refuseSecond(Version version, @Nullable SourceFile first, SourceFile second) {
    if (first != null) {
      throw new Problem(
          Exit.USAGE,
          "importing " + second.name(),
          "two files of version " + version + ": " + first.name() + " and " + second.name(),
          "Give one of them another version. Nothing was written.");
    }
  }
}
