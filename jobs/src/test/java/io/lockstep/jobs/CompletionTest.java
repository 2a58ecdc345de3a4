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

/** The scripts are read and asked by the shells that they are for. */
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
        export LOCKSTEP_DB=%s
        source %s
        COMP_WORDS=(%s) COMP_CWORD=%d
        _lockstep
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                shell.equals("zsh")
                    ? "autoload -U compinit && compinit -u -D && setopt ksharrays shwordsplit"
                    : "",
                folder.resolve("db"),
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
  void bash_completes_commands_options_apps_and_targets() throws IOException {
    Path script = script("bash");
    assertThat(offered("bash", script, "stat")).containsExactly("status");
    assertThat(offered("bash", script, "")).contains("plan", "new", "completion", "serve", "demo");
    assertThat(offered("bash", script, "migrate", "--dry")).containsExactly("--dry-run");
    assertThat(offered("bash", script, "migrate", "m"))
        .containsExactly("main\\ latest", "main\\ zero");
    assertThat(offered("bash", script, "new", "")).containsExactly("main", "shop");
    assertThat(offered("bash", script, "list", "")).doesNotContain("main");
  }

  /** What doesn't match, zsh itself leaves out. */
  @Test
  void zsh_completes_commands_options_and_apps() throws IOException {
    Path script = script("zsh");
    assertThat(offered("zsh", script, "stat")).contains("status");
    assertThat(offered("zsh", script, "migrate", "--dry")).contains("--dry-run");
    assertThat(offered("zsh", script, "migrate", "m"))
        .contains("main")
        .doesNotContain("main\\ latest");
    assertThat(offered("zsh", script, "new", "")).contains("main", "shop");
  }

  @Test
  void fish_completes_commands_options_apps_and_targets() throws IOException {
    Path script = script("fish");
    assertThat(fish(script, "lockstep stat")).hasSize(1).first().asString().startsWith("status\t");
    assertThat(fish(script, "lockstep migrate --dry"))
        .containsExactly("--dry-run\tOnly say what would be done, like plan.");
    assertThat(fish(script, "lockstep migrate m")).containsExactly("main latest", "main zero");
    assertThat(fish(script, "lockstep new ")).containsExactly("main", "shop");
    assertThat(fish(script, "lockstep list ")).isEmpty();
    assertThat(fish(script, "lockstep migrate --env-file scr")).contains("script");
  }

  private List<String> fish(Path script, String line) {
    return Shell.run(
            "fish",
            "--no-config",
            "-c",
            "set -gx LOCKSTEP_DB %s; cd %s; source %s; complete -C '%s'"
                .formatted(folder.resolve("db"), folder, script, line))
        .lines()
        .toList();
  }

  @Test
  void another_shell_is_wrong_usage() {
    assertThat(launch.run("completion", "tcsh").exitsWith(2).err()).contains("bash, zsh, fish");
    assertThat(launch.run("completion").exitsWith(2).err()).contains("SHELL");
  }
}
