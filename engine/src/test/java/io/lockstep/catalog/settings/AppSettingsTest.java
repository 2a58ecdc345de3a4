package io.lockstep.catalog.settings;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.catalog.App;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppSettingsTest {
  @TempDir private Path folder;

  private MigrationFolder with(String settings) {
    return new MigrationFolder(folder)
        .file("main/V1__a.sql", "select 1;")
        .file("main/lockstep.properties", settings);
  }

  private App main() {
    return CatalogReader.read(folder).app(new AppName("main")).orElseThrow();
  }

  private String refusal() {
    return problem(ExitCode.USAGE, () -> CatalogReader.read(folder)).text();
  }

  private String policy(Version... stored) {
    return main().undoPolicy(Set.of(stored)).toString();
  }

  @ParameterizedTest
  @CsvSource({"required,required", "optional,optional", "from 2,from 2", "from  V0002,from 0002"})
  void an_app_says_which_migrations_must_have_an_undo_script(String text, String policy) {
    with("undo=" + text);
    assertThat(policy()).isEqualTo(policy);
    assertThat(UndoPolicy.parse(policy)).hasToString("Optional[" + policy + "]");
  }

  @Test
  void a_policy_from_a_version_on_requires_that_version_and_none_below() {
    UndoPolicy policy = UndoPolicy.parse("from 2").orElseThrow();
    assertThat(policy.requires(Version.of("1.9"))).isFalse();
    assertThat(policy.requires(Version.of("0002"))).isTrue();
    assertThat(policy.requires(Version.of("10"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "from", "from two", "Required", "true"})
  void another_policy_is_refused_with_its_line(String text) {
    with("# ours\nundo=" + text);
    assertThat(refusal())
        .contains(
            "lockstep.properties, line 2, says undo=" + text, "optional, required or \"from VER");
  }

  @Test
  void an_app_that_says_nothing_needs_undo_scripts_once_it_has_one() {
    MigrationFolder files = with("").file("main/V2__b.sql", "select 2;");
    assertThat(policy()).isEqualTo("optional");
    files.file("main/U2__b.sql", "-- no-op\n\n/* nothing */ ;");
    assertThat(policy()).as("an empty one").isEqualTo("optional");
    assertThat(policy(Version.of("2"))).as("the same, stored").isEqualTo("optional");
    assertThat(policy(Version.of("1"))).as("one that has lost its file").isEqualTo("required");
    files.file("main/U2__b.sql", "-- not empty\nselect 2;");
    assertThat(policy()).isEqualTo("required");
    files.without("main/V2__b.sql");
    assertThat(policy()).as("one without its migration").isEqualTo("required");
  }

  @Test
  void an_undo_script_that_can_not_be_read_is_not_empty() {
    with("").file("main/U1__a.sql", new byte[] {(byte) 0xff, 0});
    assertThat(policy()).isEqualTo("required");
  }

  @Test
  void a_policy_for_all_apps_is_for_those_that_say_none() {
    with("undo=from 2").file("other/V1__a.sql", "").file("other/U1__a.sql", "select 1;");
    assertThat(
            CatalogReader.read(folder).orUndo(UndoPolicy.OPTIONAL).apps().values().stream()
                .map(app -> app.undoPolicy(Set.of()).toString()))
        .containsExactly("from 2", "optional");
  }

  @Test
  void faults_are_accepted_by_kind_and_version_with_a_reason() {
    with("accept.undo-is-not-the-inverse.1.2 = an enum's value stays \naccept.undo-missing.3=old");
    AppSettings settings = main().settings();
    assertThat(settings.reason(AcceptableFault.UNDO_NOT_INVERSE, Version.of("1_2")))
        .contains("an enum's value stays");
    assertThat(settings.reason(AcceptableFault.UNDO_FAILS, Version.of("1.2"))).isEmpty();
    assertThat(settings.reason(AcceptableFault.UNDO_MISSING, Version.of("0003"))).contains("old");
    assertThat(main().notes())
        .containsExactly(
            "accept.undo-is-not-the-inverse.1.2 in lockstep.properties can be removed: there is no migration of that number",
            "accept.undo-missing.3 in lockstep.properties can be removed: there is no migration of that number");
  }

  @Test
  void own_transactions_are_refused_unless_they_are_passed_over() {
    with("undo=optional");
    assertThat(main().settings().ownTransactions()).isEqualTo(OwnTransactions.REFUSED);
    with("own-transactions=passed-over");
    assertThat(main().settings().ownTransactions()).isEqualTo(OwnTransactions.PASSED_OVER);
    with("own-transactions=kept");
    assertThat(refusal())
        .contains("line 1, says own-transactions=kept:", "Write own-transactions=passed-over");
  }

  @ParameterizedTest
  @CsvSource({
    "accept.apply-fails.1=x, no fault of that kind can be accepted",
    "accept.undo-missing=x, that is no version",
    "accept.undo-missing.one=x, that is no version",
    "accept.undo-missing.1=, a fault is accepted for a reason only",
    "accept=x, there is no such setting",
  })
  void what_can_not_be_accepted_is_refused_with_its_line(String line, String why) {
    with("\n" + line);
    assertThat(refusal())
        .contains("line 2, says " + line.substring(0, line.indexOf('=') + 1) + ":", why);
  }
}
