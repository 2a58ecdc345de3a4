package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.OwnServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bundled database's pod finds before it starts the server, tried on real data. */
class DataOnDiskTest {
  private static final String SCRIPT =
      Rendered.pod(Chart.render("{}").one("StatefulSet"))
          .at("/initContainers/0/command/2")
          .asString();

  @TempDir static Path data;

  /** The role and the database are both postgres. */
  @BeforeAll
  static void make() {
    try (OwnServer server = OwnServer.start(data)) {
      server.stop("fast");
    }
  }

  private record Ended(int exit, String said) {}

  private static Ended start(Path folder, String user, String database) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-ec", SCRIPT));
    if (Files.getAttribute(folder, "unix:uid").equals(0)) {
      command.addAll(0, List.of("unshare", "-U")); // PostgreSQL refuses to run as root
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Path programs = Path.of(Files.readString(data.resolve("postmaster.opts")).split(" ", 2)[0]);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                programs.getParent() + ":" + System.getenv("PATH"),
                "PGDATA",
                folder.toString(),
                "POSTGRES_USER",
                user,
                "POSTGRES_DB",
                database,
                "POSTGRES_PASSWORD",
                "it's"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void data_of_the_same_names_get_the_password() throws Exception {
    assertThat(start(data, "postgres", "postgres").exit()).isZero();
  }

  @Test
  void no_data_are_nothing_to_look_at(@TempDir Path empty) throws Exception {
    assertThat(start(empty, "x", "x")).isEqualTo(new Ended(0, ""));
  }

  @Test
  void another_role_or_database_is_refused_in_words() throws Exception {
    Ended role = start(data, "o'brien", "postgres");
    assertThat(role.exit()).isEqualTo(1);
    assertThat(role.said())
        .contains("postgresql.auth.username: nothing was changed. The data have no role o'brien.");
    Ended database = start(data, "postgres", "other");
    assertThat(database.exit()).isEqualTo(1);
    assertThat(database.said())
        .contains("postgresql.auth.database: nothing was changed.")
        .doesNotContain("it's");
  }

  @Test
  void data_of_another_major_version_are_refused_in_words(@TempDir Path older) throws Exception {
    Files.writeString(older.resolve("PG_VERSION"), "15\n");
    Ended ended = start(older, "postgres", "postgres");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.said())
        .startsWith("postgresql.image.tag: nothing was changed. The data are of PostgreSQL 15, and")
        .contains("Set the tag back to 15");
  }
}
