package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.source.SourceFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The files of a folder as a changelog names them: from where it is, or from Liquibase's search
 * path. Nobody says where that begins, in the folder or above it; so a name fits where a file's
 * whole path ends with it.
 */
final class ChangelogFiles {
  private final List<SourceFile> files;
  private final Set<SourceFile> ofChangeSets = new HashSet<>();

  ChangelogFiles(List<SourceFile> files) {
    this.files = files;
  }

  /** The file that an element of this changelog names. */
  Optional<SourceFile> file(String named, boolean relative, SourceFile from) {
    Path path = path(named);
    if (relative) {
      return exactly(from, path, file -> Stream.of(whole(file)));
    }
    return named(path, from, file -> Stream.of(whole(file)))
        .or(() -> files.stream().filter(file -> path.endsWith(file.name())).max(longest()));
  }

  /** The same, for a change set. */
  Optional<SourceFile> fileOfChangeSet(String named, boolean relative, SourceFile from) {
    Optional<SourceFile> found = file(named, relative, from);
    found.ifPresent(ofChangeSets::add);
    return found;
  }

  /** True if a change set has named it. */
  boolean isOfChangeSet(SourceFile file) {
    return ofChangeSets.contains(file);
  }

  /** The files in the folder that an element of this changelog names, and in those below it. */
  List<SourceFile> folder(String named, boolean relative, SourceFile from) {
    Path path = path(named);
    Optional<SourceFile> first =
        relative
            ? exactly(from, path, ChangelogFiles::folders)
            : named(path, from, ChangelogFiles::folders);
    Optional<Path> folder =
        first.flatMap(
            file ->
                folders(file)
                    .filter(
                        above -> relative ? above.equals(beside(from, path)) : above.endsWith(path))
                    .findFirst());
    return files.stream()
        .filter(file -> folder.filter(above -> whole(file).startsWith(above)).isPresent())
        .toList();
  }

  private Optional<SourceFile> exactly(
      SourceFile from, Path path, Function<SourceFile, Stream<Path>> paths) {
    Path beside = beside(from, path);
    return files.stream().filter(file -> paths.apply(file).anyMatch(beside::equals)).findFirst();
  }

  /** Of several, the one that has the most folders in common with the changelog. */
  private Optional<SourceFile> named(
      Path path, SourceFile from, Function<SourceFile, Stream<Path>> paths) {
    return files.stream()
        .filter(file -> paths.apply(file).anyMatch(whole -> whole.endsWith(path)))
        .max(Comparator.comparing((SourceFile file) -> inCommon(file, from)));
  }

  private static int inCommon(SourceFile one, SourceFile other) {
    Path left = whole(one);
    Path right = whole(other);
    int same = 0;
    while (same < Math.min(left.getNameCount(), right.getNameCount())
        && left.getName(same).equals(right.getName(same))) {
      same++;
    }
    return same;
  }

  private static Comparator<SourceFile> longest() {
    return Comparator.comparing(file -> file.name().length());
  }

  private static Path beside(SourceFile from, Path path) {
    return whole(from).resolveSibling(path).normalize();
  }

  private static Stream<Path> folders(SourceFile file) {
    return Stream.iterate(
        whole(file).getParent(), folder -> folder != null, folder -> folder.getParent());
  }

  private static Path whole(SourceFile file) {
    return file.path().toAbsolutePath().normalize();
  }

  private static Path path(String named) {
    String plain = named.replace('\\', '/').replaceFirst("^classpath\\*?:", "");
    return Path.of(plain.replaceFirst("^/+", "")).normalize();
  }
}
