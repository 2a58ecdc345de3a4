package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.RotatingRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function goes on by itself when its role's password is changed, and its file. */
class ReaderPasswordRotationTest {
  @Test
  void the_function_is_ready_again_as_soon_as_the_file_has_the_new_password(
      @TempDir Path db, @TempDir Path data, @TempDir Path mount) {
    new MigrationFolder(db).threeTables();
    try (OwnServer server = OwnServer.start(data)) {
      server.lockstep(db).migrate(targets("main latest"));
      RotatingRole role = RotatingRole.on(server, mount);
      try (ServedFunctions served = ServedFunctions.on(role.settings(), db)) {
        assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
        role.changeOnServer("second");
        cut(server);
        await().until(() -> status(served) == 503);
        role.changeFile("second");
        await().until(() -> status(served) == 200);
      }
    }
  }

  private static void cut(OwnServer server) {
    server
        .jdbc()
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lockstep functions'")
        .query()
        .listOfRows();
  }

  private static int status(ServedFunctions served) {
    return served.get("/readyz").statusCode();
  }
}
