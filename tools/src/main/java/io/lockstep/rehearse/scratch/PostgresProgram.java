package io.lockstep.rehearse.scratch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of PostgreSQL's client programs. It gets the connection's settings through its environment
 * (manual, "Environment Variables" of libpq), since everybody may read a command line.
 */
record PostgresProgram(String name, Settings settings) {
  /**
   * Runs it to its end.
   *
   * @return its output
   * @throws LockstepException ({@link ExitCode#REFUSED}) if it is missing or ends with an error
   */
  String run(List<String> arguments) {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, name);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    setSessionVariables(builder.environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw failed(output);
      }
      return output;
    } catch (IOException e) {
      throw missing(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void setSessionVariables(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.startsWith("PG"));
    environment.put("PGHOST", settings.host());
    environment.put("PGPORT", String.valueOf(settings.port()));
    environment.put("PGDATABASE", settings.database());
    environment.put("PGUSER", settings.user());
    environment.put("PGPASSWORD", settings.password());
    environment.put("PGAPPNAME", "lockstep rehearse");
    environment.put("PGOPTIONS", "-c client_min_messages=warning");
    environment.put("LC_ALL", "C.UTF-8");
    settings.tls().mode().ifPresent(mode -> environment.put("PGSSLMODE", mode));
    settings.tls().rootCertificate().ifPresent(file -> environment.put("PGSSLROOTCERT", file));
    settings
        .tls()
        .client()
        .ifPresent(
            client -> {
              environment.put("PGSSLCERT", client.certificate().toString());
              environment.put("PGSSLKEY", client.key().toString());
            });
  }

  private LockstepException failed(String output) {
    String reason =
        output
            .lines()
            .filter(line -> line.contains("rror:") || line.contains("ERROR"))
            .findFirst()
            .orElse(output.strip());
    return new LockstepException(
        ExitCode.REFUSED,
        "rehearse --like-current: " + name + " on " + settings,
        reason,
        "Give the role what it lacks; what an embedded PostgreSQL lacks, such as an extension, --server"
            + " has.");
  }

  private LockstepException missing(IOException cause) {
    return new LockstepException(
            ExitCode.REFUSED,
            "rehearse --like-current",
            "it needs PostgreSQL's program " + name + ", which can't be run: " + cause.getMessage(),
            "Install PostgreSQL's client programs (Debian: postgresql-client), or rehearse from"
                + " zero without --like-current.")
        .causedBy(cause);
  }
}
