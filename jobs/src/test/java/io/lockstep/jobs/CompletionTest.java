package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves read the script, and are asked for completions. */
class CompletionTest {
  @TempDir private Path folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void two_apps() {
    new MigrationFolder(folder.resolve("db")).threeTables().file("shop/V1__a.sql", "select 1");
    launch =
        LockstepProcess.Launch.on(TestDatabase.create(), folder.resolve("db"))
            .with("POSTGRES_PORT", "1");
  }

  /** The script's file. */
  private Path script(String shell) throws IOException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, shell))),
        shell + " is not installed");
    LockstepProcess process = launch.run("completion", shell).exitsWith(0);
    assertThat(process.err()).isEmpty();
    return Files.writeString(folder.resolve("script"), process.out());
  }

  /** What bash, or zsh like bash, offers for the last of these words. */
  private List<String> offered(String shell, Path script, String... words) {
    String ask =
        """
        %s
        compopt() { :; } # bash has it only while it completes
        source %s
        COMP_WORDS=(%s) COMP_CWORD=%d
        _complete_lockstep
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                shell.equals("zsh")
                    ? "autoload -U compinit && compinit -u -D && setopt ksharrays shwordsplit"
                    : "",
                script,
                "lockstep '" + String.join("' '", words) + "'",
                words.length);
    String[] command =
        shell.equals("zsh")
            ? new String[] {"zsh", "-f", "-c", ask}
            : new String[] {"bash", "--norc", "-c", ask};
    return Arrays.stream(Shell.run(command).split("\n", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void bash_completes_commands_and_options() throws IOException {
    Path script = script("bash");
    assertThat(offered("bash", script, "stat")).containsExactly("status");
    assertThat(offered("bash", script, "")).contains("plan", "new", "completion", "serve", "demo");
    assertThat(offered("bash", script, "migrate", "--dry")).containsExactly("--dry-run");
    assertThat(offered("bash", script, "list", "")).doesNotContain("main");
  }

  /** zsh itself leaves out what doesn't match. */
  @Test
  void zsh_completes_commands_and_options() throws IOException {
    Path script = script("zsh");
    assertThat(offered("zsh", script, "stat")).contains("status");
    assertThat(offered("zsh", script, "migrate", "--dry")).contains("--dry-run");
  }

  @Test
  void another_shell_is_wrong_usage() {
    for (String shell : List.of("tcsh", "fish")) {
      assertThat(launch.run("completion", shell).exitsWith(2).err()).contains(shell, "bash, zsh");
    }
    assertThat(launch.run("completion").exitsWith(2).err()).contains("SHELL");
  }
}
