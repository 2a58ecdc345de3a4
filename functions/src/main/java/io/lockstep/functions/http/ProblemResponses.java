package io.lockstep.functions.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Errors as RFC 9457 problems. The answer says a user's mistake in full; an error of ours goes to
 * the log, and the answer names neither hosts nor users.
 */
final class ProblemResponses {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");
  private static final URI BLANK = URI.create("about:blank");

  private final JsonMapper json;

  /** The order of RFC 9457, and nothing that is not known. */
  @JsonPropertyOrder({"type", "title", "status", "detail"})
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private interface Format {}

  ProblemResponses(JsonMapper json) {
    this.json = json.rebuild().addMixIn(ProblemDetail.class, Format.class).build();
  }

  /**
   * @param refused the status for a question that is understood and can't be answered
   */
  Response of(RuntimeException thrown, HttpStatus refused) {
    if (thrown instanceof ErrorResponse error) {
      return response(error.getBody(), error.getHeaders().toSingleValueMap());
    }
    LockstepException problem = LockstepException.in(thrown).orElse(null);
    if (problem != null
        && (problem.exit() == ExitCode.USAGE || problem.exit() == ExitCode.REFUSED)) {
      return response(ProblemDetail.forStatusAndDetail(refused, problem.text()), Map.of());
    }
    if (problem != null && problem.exit() == ExitCode.UNREACHABLE) {
      problem.text().lines().forEach(log::warn);
      return response(
          ProblemDetail.forStatusAndDetail(
              HttpStatus.SERVICE_UNAVAILABLE,
              "the database can't be read at the moment; the log says why"),
          Map.of("Retry-After", "2"));
    }
    log.error("a fault of Lockstep: {}", thrown.toString());
    log.debug("the cause", thrown);
    return response(
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR, "a fault of Lockstep; the log says which"),
        Map.of());
  }

  private Response response(ProblemDetail problem, Map<String, String> headers) {
    problem.setType(BLANK);
    return Response.of(
        problem.getStatus(),
        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
        Body.of(json.writeValueAsBytes(problem)),
        headers);
  }
}
