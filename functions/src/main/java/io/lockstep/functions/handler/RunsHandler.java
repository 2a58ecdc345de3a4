package io.lockstep.functions.handler;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.functions.handler.query.RunsQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.RedactedReason;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /runs}: every run, newest first. */
public final class RunsHandler extends FunctionHandler<RunsQuery, RunsReport> {
  private final ReadOnlyDatabase database;

  /** Reads from these. */
  public RunsHandler(ReadOnlyDatabase database) {
    super(
        "runs",
        MediaType.APPLICATION_JSON,
        RunsQuery.class,
        RunsReport.class,
        HttpStatus.BAD_REQUEST);
    this.database = database;
  }

  @Override
  protected RunsQuery query(HttpQuery query) {
    return new RunsQuery(query.allow(false, Set.of("limit")).number("limit").orElse(null));
  }

  @Override
  public RunsReport apply(RunsQuery query) {
    if (query.rows() < 1 || query.rows() > RunsQuery.MOST) {
      throw new LockstepException(
          ExitCode.USAGE,
          "limit=" + query.rows(),
          "it goes from 1 to " + RunsQuery.MOST,
          "Ask for so many runs.");
    }
    return new RunsReport(
        database.read(jdbc -> new RunLogReader(jdbc).newest(query.rows())).stream()
            .map(RedactedReason::withoutPlaces)
            .toList());
  }
}
