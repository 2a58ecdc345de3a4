package io.lockstep.functions.handler.timeline;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.step.StepEntry;
import io.lockstep.audit.step.StepLogReader;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.page.Page;
import io.lockstep.functions.page.timeline.RunPageView;
import io.lockstep.functions.page.timeline.TimelineView;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.RedactedReason;
import io.lockstep.functions.snapshot.Server;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.BatchProgressReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** {@code /runs} and {@code /runs/17} as HTML, and {@code /timeline}. */
public final class TimelineHandler extends FunctionHandler<TimelineQuery, String> {
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final String NUMBER = "[0-9]{1,9}";

  private final ReadOnlyDatabase database;
  private final String schema;
  private final Deployment deployment;
  private final Page page;

  /**
   * Reads from these.
   *
   * @param schema where the migrations run
   */
  public TimelineHandler(
      ReadOnlyDatabase database, String schema, Deployment deployment, Page page) {
    super("timeline", HTML, TimelineQuery.class, String.class, HttpStatus.NOT_FOUND);
    this.database = database;
    this.schema = schema;
    this.deployment = deployment;
    this.page = page;
  }

  @Override
  protected TimelineQuery query(HttpQuery query) {
    query.allow(true, Set.of("before"));
    Optional<String> run = query.argument();
    if (run.filter(text -> !text.matches(NUMBER)).isPresent()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "there is nothing here");
    }
    return new TimelineQuery(
        run.map(Integer::valueOf).orElse(null), query.number("before").orElse(null));
  }

  @Override
  public String apply(TimelineQuery query) {
    Optional<Integer> before = Optional.ofNullable(query.before());
    return Optional.ofNullable(query.run())
        .map(run -> page.run(database.read(jdbc -> run(jdbc, run, before))))
        .orElseGet(() -> page.timeline(database.read(jdbc -> timeline(jdbc, before))));
  }

  private TimelineView timeline(JdbcClient jdbc, Optional<Integer> before) {
    return TimelineView.of(
        Server.read(jdbc).name(),
        deployment.appVersion(),
        new RunLogReader(jdbc)
                .before(
                    before.map(Integer::longValue).orElse(Long.MAX_VALUE), TimelineView.MOST + 1)
                .stream()
                .map(RedactedReason::withoutPlaces)
                .toList(),
        before.isPresent());
  }

  private RunPageView run(JdbcClient jdbc, int id, Optional<Integer> before) {
    RunEntry run =
        new RunLogReader(jdbc)
            .find(id)
            .map(RedactedReason::withoutPlaces)
            .orElseThrow(
                () ->
                    new LockstepException(
                        ExitCode.USAGE,
                        "run " + id,
                        "there is no such run in this database",
                        "GET /runs lists the runs there are."));
    return RunPageView.of(
        Server.read(jdbc).name(),
        deployment.appVersion(),
        run,
        steps(jdbc, run, before.orElse(Integer.MAX_VALUE)),
        before.isPresent());
  }

  /** The last of them may be under way in batches. */
  private List<StepEntry> steps(JdbcClient jdbc, RunEntry run, int before) {
    List<StepEntry> steps = new StepLogReader(jdbc).of(run, before, RunPageView.MOST_STEPS);
    Optional<BatchProgress> batch =
        run.running()
            ? new BatchProgressReader(jdbc, schema)
                .of(run.app().orElse(""), run.stepScript().orElse(""))
            : Optional.empty();
    return steps.stream()
        .map(
            step ->
                batch
                    .filter(now -> step.position() == run.step())
                    .map(now -> step.withChanged(now.rows(), now.batches()))
                    .orElse(step))
        .toList();
  }
}
