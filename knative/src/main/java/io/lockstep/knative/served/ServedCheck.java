package io.lockstep.knative.served;

import io.lockstep.LockstepException;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.CheckFailure;
import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Polls a function until it serves what is wanted: it may have to start first, or wait for a Job.
 */
public final class ServedCheck {
  private final HttpAnswers http;
  private final Optional<String> appVersion;
  private final List<WantedTarget> targets;
  private final ChangeLog log;

  /**
   * @param appVersion the version that must answer; empty for any
   * @param targets where apps must be; of one app the last counts
   */
  public ServedCheck(
      HttpAnswers http, Optional<String> appVersion, List<WantedTarget> targets, ChangeLog log) {
    this.http = http;
    this.appVersion = appVersion;
    this.targets = WantedTarget.last(targets);
    this.log = log;
  }

  /**
   * Polls, and prints each result when it is new.
   *
   * @throws LockstepException if something still differs in the end
   */
  public void until(Deadline deadline) {
    log.print("asking", "asking " + http.base());
    LockstepException problem;
    do {
      try {
        List<CheckResult> results = results(deadline);
        results.forEach(result -> log.print(result.about(), result.toString()));
        if (results.stream().allMatch(CheckResult::asWanted)) {
          return;
        }
        problem = differs(results, deadline);
      } catch (NoAnswerException e) {
        log.print("answer", "no answer, trying again: " + e.getMessage());
        problem = unreachable(e, deadline);
      }
    } while (deadline.pause());
    throw problem;
  }

  private List<CheckResult> results(Deadline deadline) throws NoAnswerException {
    List<CheckResult> results = new ArrayList<>();
    HttpResponse<String> ready = http.get("/readyz", deadline);
    results.add(
        isOk(ready)
            ? new CheckResult("GET /readyz", true, describe(ready))
            : new CheckResult("GET /readyz", false, describe(ready) + ", wanted 200"));
    HttpResponse<String> list = http.get("/migrations", deadline);
    if (list.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED
        && appVersion.isEmpty()
        && targets.isEmpty()) {
      results.add(new CheckResult("GET /migrations", true, "401, it has a login"));
      return results;
    }
    Optional<MigrationsResponse> served =
        isOk(list) ? MigrationsResponse.parse(list.body()) : Optional.empty();
    served.ifPresentOrElse(
        found -> addAll(results, found),
        () ->
            results.add(
                new CheckResult("GET /migrations", false, describe(list) + ", wanted the list")));
    return results;
  }

  private void addAll(List<CheckResult> results, MigrationsResponse served) {
    String version = served.appVersion().orElse("unknown");
    results.add(
        appVersion.isEmpty() || appVersion.equals(served.appVersion())
            ? new CheckResult("app version", true, version)
            : new CheckResult("app version", false, version + ", wanted " + appVersion.get()));
    targets.forEach(target -> results.add(target.compare(served.app(target.app()))));
  }

  private LockstepException differs(List<CheckResult> results, Deadline deadline) {
    return CheckFailure.of(
        "what " + http.base() + " serves",
        "not as wanted within "
            + deadline
            + ": "
            + results.stream()
                .filter(result -> !result.asWanted())
                .map(result -> result.about() + ": " + result.text())
                .collect(Collectors.joining("; ")),
        "See the Jobs' logs and the function's; run it again when they are done.");
  }

  private LockstepException unreachable(NoAnswerException e, Deadline deadline) {
    return CheckFailure.of(
            "what " + http.base() + " serves",
            "no answer within " + deadline + ": " + e.getMessage(),
            "Check that the name resolves here, and that the service is ready.")
        .causedBy(e);
  }

  private static boolean isOk(HttpResponse<String> answer) {
    return answer.statusCode() == HttpURLConnection.HTTP_OK;
  }

  /** {@code 503 main is at 0001, and not at 0002 yet}. */
  private static String describe(HttpResponse<String> answer) {
    return (answer.statusCode() + " " + OneLine.of(answer.body())).strip();
  }
}
