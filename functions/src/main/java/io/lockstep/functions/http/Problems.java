package io.lockstep.functions.http;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Errors as RFC 9457 problems. What a user did wrong is said in full; what is wrong on our side
 * goes to the log, and the answer names neither hosts nor users.
 */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  Answer of(HttpProblem problem) {
    return answer(problem.status(), problem.detail(), Map.of());
  }

  Answer methodNotAllowed(String allowed) {
    return answer(405, "only " + allowed + " work here", Map.of("Allow", allowed));
  }

  /**
   * @param refused the endpoint's status for a question that can't be answered
   */
  Answer of(RuntimeException thrown, int refused) {
    if (thrown instanceof HttpProblem http) {
      return of(http);
    }
    LockstepException problem = LockstepException.in(thrown).orElse(null);
    if (problem != null
        && (problem.exit() == ExitCode.USAGE || problem.exit() == ExitCode.REFUSED)) {
      return answer(refused, problem.text(), Map.of());
    }
    if (problem != null && problem.exit() == ExitCode.UNREACHABLE) {
      problem.text().lines().forEach(log::warn);
      return answer(
          503,
          "the database can't be read at the moment; the log says why",
          Map.of("Retry-After", "2"));
    }
    log.error("a fault of Lockstep: {}", thrown.toString());
    log.debug("the cause", thrown);
    return answer(500, "a fault of Lockstep; the log says which", Map.of());
  }

  private Answer answer(int status, String detail, Map<String, String> headers) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", HttpStatus.valueOf(status).getReasonPhrase());
    document.put("status", status);
    document.put("detail", detail);
    return Answer.of(status, MEDIA_TYPE, json.writeValueAsBytes(document), headers);
  }
}
