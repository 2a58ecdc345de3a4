package io.lockstep.functions.page;

import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;

/** Renders the migration list as one HTML page. */
public final class Page {
  /** Compiles the template once. */
  public Page() {}

  /** The page as it is now. */
  public String render(Snapshot now, Deployment deployment) {
    return "<!doctype html><title>Lockstep</title>" + now.server().name() + deployment.chart();
  }

  /** What the page may load and run, for the header Content-Security-Policy. */
  public String contentSecurityPolicy() {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }
}
