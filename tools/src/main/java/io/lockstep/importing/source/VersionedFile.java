package io.lockstep.importing.source;

import static java.util.Objects.requireNonNull;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.targets.Version;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A migration's file, and the undo file beside it.
 *
 * @param down empty if the tool has both in one file, too
 */
public record VersionedFile(Name name, SourceFile up, Optional<SourceFile> down) {
  /** The order of most tools. */
  public static final Comparator<VersionedFile> BY_VERSION =
      Comparator.comparing(VersionedFile::version).thenComparing(file -> file.up().name());

  /** The order of a tool that sorts its files. */
  public static final Comparator<VersionedFile> BY_NAME =
      Comparator.comparing(file -> file.up().name());

  /**
   * The parts of a file's name.
   *
   * @param key the tool's identifier of the migration: only one file has it
   */
  public record Name(String key, Version version, String title, boolean down) {
    /** For a tool that identifies migrations by their versions. */
    public static Optional<Name> of(String version, String title, boolean down) {
      return Version.parse(version)
          .map(parsed -> new Name(parsed.canonical(), parsed, title, down));
    }

    /** For a tool in which two versions may be the same number. */
    public static Optional<Name> of(String key, String version, String title, boolean down) {
      return Version.parse(version).map(parsed -> new Name(key, parsed, title, down));
    }
  }

  /** Its version. */
  public Version version() {
    return name.version();
  }

  /** Its title. */
  public String title() {
    return name.title();
  }

  /** The same, where an undo file that takes back nothing is a mistake. */
  public static List<VersionedFile> find(
      List<SourceFile> files,
      Function<String, Optional<Name>> naming,
      String form,
      Comparator<VersionedFile> order,
      ParsedSource found) {
    return find(files, naming, form, order, VersionedFile::mistake, found);
  }

  /** The note for a tool to which that file is a mistake. */
  public static Note mistake(SourceFile lonely, Version version) {
    return Note.leftOut(lonely.name(), lonely(version), "Add that file, or delete this one.");
  }

  /** The reason why an undo file is left out that takes back nothing. */
  public static String lonely(Version version) {
    return "there is no file that applies version " + version;
  }

  /**
   * Finds them, and notes a name that can't be read, and a file that has nothing to take back.
   *
   * @param naming reads a file's name
   * @param form the required form of a file's name, for the note
   * @param order the order in which the tool applies them
   * @param lonely the note about an undo file that takes back nothing
   * @throws LockstepException ({@link ExitCode#USAGE}) if two files have one key
   */
  public static List<VersionedFile> find(
      List<SourceFile> files,
      Function<String, Optional<Name>> naming,
      String form,
      Comparator<VersionedFile> order,
      BiFunction<SourceFile, Version, Note> lonely,
      ParsedSource found) {
    Map<String, VersionedFile> ups = new HashMap<>();
    Map<String, SourceFile> downs = new LinkedHashMap<>();
    Map<String, Version> versions = new HashMap<>();
    for (SourceFile file : files) {
      Optional<Name> read = naming.apply(file.fileName());
      if (read.isPresent()) {
        Name name = read.get();
        versions.put(name.key(), name.version());
        if (name.down()) {
          refuseSecond(name, downs.put(name.key(), file), file);
        } else {
          VersionedFile first =
              ups.put(name.key(), new VersionedFile(name, file, Optional.empty()));
          refuseSecond(name, first == null ? null : first.up(), file);
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
        (key, file) -> {
          if (!ups.containsKey(key)) {
            found.add(lonely.apply(file, requireNonNull(versions.get(key))));
          }
        });
    return ups.entrySet().stream()
        .map(up -> up.getValue().with(Optional.ofNullable(downs.get(up.getKey()))))
        .sorted(order)
        .toList();
  }

  private VersionedFile with(Optional<SourceFile> other) {
    return new VersionedFile(name, up, other);
  }

  private static void refuseSecond(Name name, @Nullable SourceFile first, SourceFile second) {
    if (first != null) {
      throw new LockstepException(
          ExitCode.USAGE,
          "importing " + second.name(),
          "two files of version " + name.version() + ": " + first.name() + " and " + second.name(),
          "Give one of them another version. Nothing was written.");
    }
  }
}
