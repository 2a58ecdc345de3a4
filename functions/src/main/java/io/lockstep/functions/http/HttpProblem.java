package io.lockstep.functions.http;

/** A request that is answered with an error, as RFC 9457 has it. */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param detail is shown to whoever asked
   */
  public HttpProblem(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
