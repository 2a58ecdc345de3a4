package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./lockstep}, in a checkout that is built, as far as the script can see. */
class LauncherTest {
  @TempDir Path checkout;
  @TempDir Path jdk;

  /** A JDK whose {@code java} tells its properties in place of running the program. */
  @BeforeEach
  void copy_the_launcher() throws IOException {
    Files.copy(
        Document.CHECKOUT.resolve("lockstep"),
        checkout.resolve("lockstep"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(checkout.resolve("demo/target"));
    Files.createFile(checkout.resolve("demo/target/.built"));
    Path java = Files.createDirectory(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nexec '%s/bin/java' -XshowSettings:properties -version\n"
            .formatted(System.getProperty("java.home")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void the_launcher_has_file_names_in_utf_8_where_no_locale_is_set() throws Exception {
    assertThat(properties(Map.of())).contains("sun.jnu.encoding = UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
  void the_launcher_has_them_in_utf_8_where_the_locale_has_ascii_or_is_not_installed(String locale)
      throws Exception {
    assertThat(properties(Map.of("LANG", locale))).contains("sun.jnu.encoding = UTF-8");
    assertThat(properties(Map.of("LC_ALL", locale))).contains("sun.jnu.encoding = UTF-8");
  }

  private String properties(Map<String, String> locale) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(checkout.resolve("lockstep").toString(), "list");
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(locale);
    Process process = builder.redirectErrorStream(true).start();
    return String.join("\n", process.inputReader().lines().toList());
  }
}
