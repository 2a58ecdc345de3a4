package io.lockstep.jobs;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvException;
import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the database's settings: the environment wins over the .env file. */
final class EnvironmentSettings {
  private static final int DEFAULT_PORT = 5432;
  private static final int MAX_PORT = 65_535;

  private final Dotenv variables;

  private EnvironmentSettings(Dotenv variables) {
    this.variables = variables;
  }

  static Settings read(Optional<Path> envFile) {
    Path file = envFile.orElse(Path.of(".env")).toAbsolutePath();
    if (envFile.isPresent() && !Files.isReadable(file)) {
      throw new Problem(
          Exit.USAGE,
          "--env-file " + envFile.get(),
          "there is no such file, or it can't be read",
          "Give the path of a file with lines like POSTGRES_HOST=localhost.");
    }
    try {
      Dotenv variables =
          Dotenv.configure()
              .directory(String.valueOf(file.getParent()))
              .filename(String.valueOf(file.getFileName()))
              .ignoreIfMissing()
              .load();
      return new EnvironmentSettings(variables).settings();
    } catch (DotenvException e) {
      throw new Problem(
          Exit.USAGE, "settings in " + file, "a line is not NAME=VALUE", "Mend the file.");
    }
  }

  private Settings settings() {
    return new Settings(
        value("POSTGRES_HOST").orElse("localhost"),
        value("POSTGRES_PORT").map(EnvironmentSettings::port).orElse(DEFAULT_PORT),
        value("POSTGRES_DB").orElse("postgres"),
        value("POSTGRES_USER").orElse("postgres"),
        password(),
        value("POSTGRES_SSLMODE"),
        value("POSTGRES_SCHEMA").orElse("public"));
  }

  /** A file (a mounted Secret) wins over the variable. */
  private String password() {
    Optional<String> file = value("POSTGRES_PASSWORD_FILE");
    if (file.isEmpty()) {
      return value("POSTGRES_PASSWORD").orElse("");
    }
    try {
      return Files.readString(Path.of(file.get())).replaceAll("\\R$", "");
    } catch (IOException e) {
      throw new Problem(
              Exit.USAGE,
              "POSTGRES_PASSWORD_FILE=" + file.get(),
              "the file can't be read",
              "Give the path of a file that holds the password and nothing else.")
          .causedBy(e);
    }
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw new Problem(
          Exit.USAGE,
          "POSTGRES_PORT=" + text,
          "that is no port",
          "Give a number from 1 to " + MAX_PORT + ".");
    }
    return port;
  }
}
