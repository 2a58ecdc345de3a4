package io.lockstep.run.report;

/** Ignores all events. */
final class NoListener implements RunListener {
  @Override
  public void on(RunEvent event) {}
}
