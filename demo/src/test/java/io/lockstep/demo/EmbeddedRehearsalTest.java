package io.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.jobs.JobsMain;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearse, as {@code ./lockstep} starts it: with this module on the class path. */
class EmbeddedRehearsalTest {
  @Test
  void the_demo_brings_a_postgresql_along(@TempDir Path temporary) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                JobsMain.class.getName(),
                "rehearse",
                "--db",
                "../db")
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    assertThat(lines)
        .contains("ok main V0001__initial.sql")
        .last()
        .asString()
        .matches("rehearsed \\d+ scripts on an embedded PostgreSQL from zero: no faults, .*");
  }
}
