package io.lockstep.functions.login;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Says who may log in. bcrypt is slow on purpose, so few passwords are checked at once and few wait
 * for it; the others are turned away at once and hold no thread. What has been checked is
 * remembered for a minute, by a keyed hash.
 */
public final class Logins {
  private static final int WAITING = 16;
  private static final int REMEMBERED = 1024;
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final String HMAC = "HmacSHA256";
  private static final String SCHEME = "basic ";

  /** What comes of a request's credentials. */
  public enum Verdict {
    /** They are right. */
    ADMITTED,
    /** They are missing or wrong. */
    REFUSED,
    /** Too many are being checked. */
    BUSY,
    /** The file with the accounts can't be read. */
    NO_ACCOUNTS
  }

  private final AccountsFile file;
  private final SecretKeySpec key;
  private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
  private final ThreadPoolExecutor checkers;
  private final AsyncCache<String, Boolean> checked =
      Caffeine.newBuilder()
          .expireAfterWrite(FRESH)
          .maximumSize(REMEMBERED)
          .executor(Runnable::run)
          .buildAsync();

  /** User and password, as a request gives them. */
  private record Credentials(String user, String password) {
    static Optional<Credentials> in(String authorization) {
      if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        return Optional.empty();
      }
      try {
        byte[] decoded =
            Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
        String text = new String(decoded, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return colon < 0
            ? Optional.empty()
            : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private Logins(AccountsFile file) {
    this.file = file;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    CustomizableThreadFactory factory = new CustomizableThreadFactory("login-");
    factory.setDaemon(true);
    this.checkers =
        new ThreadPoolExecutor(
            threads, threads, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), factory);
    checkers.allowCoreThreadTimeOut(true);
  }

  /**
   * The accounts in this file, which must be right now, and may change later.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read, or a line is wrong
   */
  public static Logins in(Path file) {
    return new Logins(AccountsFile.at(file, "LOCKSTEP_BASIC_AUTH_FILE=" + file));
  }

  /**
   * Checks what a request says.
   *
   * @param authorization its header
   */
  public Verdict check(Optional<String> authorization) {
    Optional<Accounts> accounts = file.now();
    if (accounts.isEmpty()) {
      return Verdict.NO_ACCOUNTS;
    }
    return authorization
        .flatMap(Credentials::in)
        .map(credentials -> check(accounts.get(), credentials))
        .orElse(Verdict.REFUSED);
  }

  private Verdict check(Accounts accounts, Credentials given) {
    String hash = accounts.hash(given.user());
    try {
      return checked
              .get(
                  remembered(hash, given),
                  (keyed, executor) ->
                      CompletableFuture.supplyAsync(
                          () -> bcrypt.matches(given.password(), hash), checkers))
              .join()
          ? Verdict.ADMITTED
          : Verdict.REFUSED;
    } catch (RejectedExecutionException e) {
      return Verdict.BUSY;
    }
  }

  /** With the hash, so that a password which has changed is not remembered. */
  private String remembered(String hash, Credentials given) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] text = (hash + given.user() + ":" + given.password()).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(mac.doFinal(text));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
