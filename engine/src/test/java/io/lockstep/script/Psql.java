package io.lockstep.script;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.sql.SimpleProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** What psql sends of scripts, and what we do, each to a database of its own. */
final class Psql {
  /** Stands between scripts, so that none depends on the one before. */
  private static final String BETWEEN = "discard all";

  /** The variables that are set. */
  private static final Map<String, String> VARIABLES = Map.of("batch", "5000");

  /** Stands for a command of psql's. */
  static final String REFUSED = "select 'refused'";

  /**
   * Stands for the rest of a script after a COPY that the server has refused. Since November 2026
   * psql takes the next lines for its data, which it sent as statements before; Lockstep has ended
   * then.
   */
  static final String REFUSED_COPY = "select 'refused copy'";

  private static final Pattern COPY =
      Pattern.compile("copy\\b.*\\bfrom\\b.*\\bstd(in|out)\\b", CASE_INSENSITIVE | DOTALL);

  private Psql() {}

  static boolean isHere() {
    try {
      return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For each script what psql sends. */
  static List<List<String>> sends(List<String> scripts, Path folder) {
    TestDatabase database = TestDatabase.create();
    try (Recorder recorder = new Recorder(TestDatabase.port())) {
      List<String> command = new ArrayList<>(List.of("psql", "-X", "-q"));
      VARIABLES.forEach((name, value) -> command.addAll(List.of("-v", name + "=" + value)));
      command.add(
          "host=127.0.0.1 port=%d dbname=%s user=postgres sslmode=disable gssencmode=disable client_encoding=UTF8"
              .formatted(recorder.port(), database.name()));
      for (int i = 0; i < scripts.size(); i++) {
        Path file = Files.writeString(folder.resolve(i + ".sql"), scripts.get(i));
        command.addAll(List.of("-f", file.toString(), "-c", "rollback", "-c", BETWEEN));
      }
      Process psql =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      psql.getOutputStream().close();
      psql.waitFor();
      return apart(recorder.takeSent(), scripts.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For each script what we send. */
  static List<List<String>> weSend(List<String> scripts) {
    TestDatabase database = TestDatabase.create();
    try (Recorder recorder = new Recorder(TestDatabase.port())) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(
          "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&sslmode=disable&gssEncMode=disable"
              .formatted(recorder.port(), database.name()));
      try (Connection connection = source.getConnection()) {
        SimpleProtocol server = new SimpleProtocol(connection);
        recorder.takeSent();
        for (String script : scripts) {
          try {
            send(script, server);
          } catch (PsqlCommandException e) {
            server.run("rollback");
            server.run(REFUSED);
          }
          server.run("rollback");
          server.run(BETWEEN);
        }
        return apart(recorder.takeSent(), scripts.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(String script, SimpleProtocol server) throws SQLException {
    ScriptScanner scanner = new ScriptScanner(script, server::standardStrings, VARIABLES);
    for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
      try {
        server.run(s.get().text(), scanner::data, notice -> {});
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as(s.get().text()).doesNotStartWith("08");
        if (COPY.matcher(s.get().text()).find()) {
          server.run("rollback");
          server.run(REFUSED_COPY);
          return;
        }
      }
    }
  }

  private static List<List<String>> apart(List<String> sent, int scripts) {
    List<List<String>> found = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (String text : sent) {
      if (text.equals(BETWEEN)) {
        found.add(own);
        own = new ArrayList<>();
      } else {
        own.add(text);
      }
    }
    assertThat(found).hasSize(scripts);
    return found;
  }
}
