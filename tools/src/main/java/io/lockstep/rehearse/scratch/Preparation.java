package io.lockstep.rehearse.scratch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Script;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptScanner;
import io.lockstep.script.Statement;
import io.lockstep.sql.SimpleProtocol;
import io.lockstep.sql.SqlStates;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A script of the user's that creates in a scratch database the objects that others make: another
 * program's schema, an extension, a role. It runs as {@code psql -v ON_ERROR_STOP=1 -f} runs it.
 */
final class Preparation {
  private final Path file;

  Preparation(Path file) {
    this.file = file;
  }

  /**
   * Runs it.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the file can't be read; ({@link
   *     ExitCode#REFUSED}) if a statement fails
   */
  void run(Connector scratch) {
    String text = Script.plain(file.toString(), file).read();
    try (Session session = scratch.openPrimary("lockstep rehearse", Duration.ZERO, false)) {
      session.applySettings(Duration.ZERO);
      session.sessionSettings().ofScript(scratch.settings().schema(), Duration.ZERO, false);
      SimpleProtocol server = new SimpleProtocol(session.connection());
      ScriptScanner scanner = new ScriptScanner(text, server::standardStrings);
      for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
        run(s.get(), scanner, server);
      }
    } catch (PsqlCommandException e) {
      throw failed(e.line(), String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw failed(1, SqlStates.firstLine(e), e);
    }
  }

  private void run(Statement statement, ScriptScanner scanner, SimpleProtocol server) {
    try {
      server.run(statement.text(), scanner::data, notice -> {});
    } catch (SQLException e) {
      throw failed(statement.firstLine(), SqlStates.firstLine(e), e);
    }
  }

  private LockstepException failed(int line, String reason, Exception cause) {
    return new LockstepException(
            ExitCode.REFUSED,
            "preparing a scratch database by " + file + " line " + line,
            reason,
            "Correct that file; the database itself was not touched.")
        .causedBy(cause);
  }
}
