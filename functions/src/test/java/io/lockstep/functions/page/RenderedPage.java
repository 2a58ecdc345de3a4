package io.lockstep.functions.page;

import static io.lockstep.functions.page.Sample.snapshot;

import io.lockstep.audit.step.HistoryRuns;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.PageSnapshot;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.targets.Version;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page of a snapshot, as a browser gets it and as a reader sees it. */
final class RenderedPage {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Page PAGE = new Page();
  private static final Deployment DEPLOYMENT = Sample.deployment("main latest");

  private RenderedPage() {}

  static String html(Snapshot snapshot) {
    return html(snapshot, DEPLOYMENT);
  }

  static String html(Snapshot snapshot, Deployment of) {
    return PAGE.render(of(snapshot, of), Optional.empty(), Optional.empty());
  }

  static PageSnapshot of(Snapshot snapshot, Deployment of) {
    return new PageSnapshot(snapshot, of, HistoryRuns.NONE);
  }

  /** What a reader sees, tags and runs of white space apart. */
  static String text(Snapshot snapshot) {
    String html = html(snapshot);
    String body = html.substring(html.indexOf("<body>"), html.indexOf("<script>"));
    return TAG.matcher(body).replaceAll(" ").replaceAll("\\s+", " ");
  }

  /** The page of the migrations that are older than this version. */
  static String older(Snapshot snapshot, String version) {
    return PAGE.render(
        of(snapshot, DEPLOYMENT),
        Optional.empty(),
        Optional.of(new HistoryCursor("main", Version.of(version))));
  }
}
