package io.lockstep.functions.handler;

import io.lockstep.functions.http.ProbeHandler;

/** {@code /livez}: the process lives, whatever the database does. */
public final class LivezHandler implements ProbeHandler {
  @Override
  public String path() {
    return "/livez";
  }

  @Override
  public Result look() {
    return new Result(true, "alive");
  }
}
