package io.lockstep.functions.login;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the accounts. It is read again for each request, since a Secret's file changes in
 * place, and what is taken out of it must not get in any more.
 */
final class AccountsFile {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");

  private final Path file;
  private final String asked;
  private volatile Known known;

  /**
   * @param accounts empty where the text says none
   */
  private record Known(String text, Optional<Accounts> accounts) {}

  private AccountsFile(Path file, String asked) {
    this.file = file;
    this.asked = asked;
    String text = read();
    this.known = new Known(text, Optional.of(Accounts.parse(asked, text)));
  }

  static AccountsFile at(Path file, String asked) {
    return new AccountsFile(file, asked);
  }

  /** The accounts as they are now; empty, with the reason in the log, if they can't be had. */
  Optional<Accounts> now() {
    try {
      String text = read();
      if (!text.equals(known.text())) {
        known = new Known(text, parsed(text));
        log.info("{} has changed", asked);
      }
      return known.accounts();
    } catch (LockstepException e) {
      e.text().lines().forEach(log::warn);
      return Optional.empty();
    }
  }

  /** A text that is wrong is reported once, not with each request. */
  private Optional<Accounts> parsed(String text) {
    try {
      return Optional.of(Accounts.parse(asked, text));
    } catch (LockstepException e) {
      e.text().lines().forEach(log::error);
      return Optional.empty();
    }
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              asked,
              "the file can't be read, or is not UTF-8",
              "Give the path of a file with lines as htpasswd -B writes them.")
          .causedBy(e);
    }
  }
}
