package io.lockstep.functions.login;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Users and the hashes of their passwords.
 *
 * @param hashes bcrypt's, by user
 * @param unknown what the password of a user who is not there is compared with, so that the time of
 *     a refusal does not say who is there
 */
record Accounts(Map<String, String> hashes, String unknown) {
  /** A line of htpasswd -B; what follows another colon means nothing, as in Apache. */
  private static final Pattern LINE =
      Pattern.compile("([^:]+):(\\$2[aby]?\\$([0-9]{2})\\$[./0-9A-Za-z]{53})(:.*)?");

  private static final int LEAST_COST = 4;

  /** With more than this a login takes seconds. */
  private static final int MOST_COST = 14;

  /**
   * Reads them.
   *
   * @param asked the setting that names the file, for messages
   * @throws LockstepException ({@link ExitCode#USAGE}) if a line is none, or there is none; the
   *     message has no hash
   */
  static Accounts parse(String asked, String text) {
    Map<String, String> hashes = new HashMap<>();
    int highest = LEAST_COST;
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher account = LINE.matcher(line);
      if (!account.matches()) {
        throw wrong(asked, "line " + number + " is not NAME:$2y$…, with bcrypt's hash");
      }
      int cost = Integer.parseInt(account.group(3));
      if (cost < LEAST_COST || cost > MOST_COST) {
        throw wrong(
            asked,
            "line %d has bcrypt's cost %d, and %d to %d are taken"
                .formatted(number, cost, LEAST_COST, MOST_COST));
      }
      hashes.putIfAbsent(account.group(1), account.group(2)); // the first counts, as in Apache
      highest = Math.max(highest, cost);
    }
    if (hashes.isEmpty()) {
      throw wrong(asked, "nobody is in it, so nobody could log in");
    }
    return new Accounts(Map.copyOf(hashes), "$2a$%02d$%s".formatted(highest, ".".repeat(53)));
  }

  String hash(String user) {
    return hashes.getOrDefault(user, unknown);
  }

  private static LockstepException wrong(String asked, String why) {
    return new LockstepException(
        ExitCode.USAGE, asked, why, "Write each line with: htpasswd -nBC 10 NAME");
  }
}
