package io.lockstep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class ClassFormatTest {
  /** As image/arrange takes them. */
  private static final String[] PROGRAMS = {"jobs", "functions", "knative"};

  private static final int JAVA_6 = 50;

  /** An older one is loaded and verified again at each start, which the time of a run shows. */
  @Test
  void every_class_of_the_image_has_a_format_that_an_aot_cache_takes() throws IOException {
    TreeSet<String> old = new TreeSet<>();
    for (String program : PROGRAMS) {
      try (Stream<Path> jars = Files.list(Path.of("..", program, "target", "lib"))) {
        for (Path jar : jars.toList()) {
          if (hasOldClass(jar)) {
            old.add(String.valueOf(jar.getFileName()));
          }
        }
      }
    }
    assertThat(old).isEmpty();
  }

  private static boolean hasOldClass(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.getName().endsWith(".class") && majorVersion(file, entry) < JAVA_6) {
          return true;
        }
      }
      return false;
    }
  }

  private static int majorVersion(ZipFile file, ZipEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(file.getInputStream(entry))) {
      in.skipNBytes(6); // magic number and minor version
      return in.readUnsignedShort();
    }
  }
}
