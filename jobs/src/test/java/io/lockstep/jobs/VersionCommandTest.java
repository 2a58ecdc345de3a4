package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.internal.license.VersionPrinter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The version is Maven's, and Flyway's the library's. */
class VersionCommandTest {
  private final LockstepProcess.Launch launch;

  VersionCommandTest(@TempDir Path anywhere) {
    launch = LockstepProcess.Launch.on(TestDatabase.create(), anywhere).with("POSTGRES_PORT", "1");
  }

  @Test
  void people_and_programs_are_told_the_same() throws IOException {
    JsonNode json =
        JsonMapper.shared().readTree(launch.run("version", "--json").exitsWith(0).out());
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("version", "commit", "jdk", "flyway");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + json.at("/version").asString() + "</version>");
    assertThat(json.at("/flyway").asString()).isEqualTo(VersionPrinter.getVersion());
    assertThat(json.at("/jdk").asString()).isEqualTo(Runtime.version().toString());

    String lines = launch.run("version").exitsWith(0).out();
    assertThat(lines.lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("Lockstep " + json.at("/version").asString());
    assertThat(launch.run("--version").exitsWith(0).out()).isEqualTo(lines);
    assertThat(launch.run("migrate", "--version").exitsWith(0).out()).isEqualTo(lines);
  }
}
