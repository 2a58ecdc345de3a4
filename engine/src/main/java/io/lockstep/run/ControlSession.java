package io.lockstep.run;

import io.lockstep.database.Connector;
import io.lockstep.database.Pooler;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.MigrationLock;
import io.lockstep.run.report.MigrateRequest;
import java.time.Duration;

/** Opens the session of a run that asks for the lock, and holds it. */
final class ControlSession {
  private ControlSession() {}

  /**
   * Opens it, settled.
   *
   * @param promotionMayCome true if a standby may be about to become a primary
   * @throws io.lockstep.LockstepException if no lock can be held there
   */
  static Session open(
      Connector connector, MigrateRequest request, Holder holder, boolean promotionMayCome) {
    Session control =
        connector.openPrimary(holder.sessionName(), lockTimeout(request), promotionMayCome);
    boolean usable = false;
    try {
      control.setNetworkTimeout(MigrationLock.responseTimeout(request.lease()));
      Pooler.refuseTransactionPooling(control, connector);
      control.applySettings(lockTimeout(request));
      usable = true;
      return control;
    } finally {
      if (!usable) {
        control.close();
      }
    }
  }

  /** Short enough that the lease is extended in time even if its row is locked once. */
  private static Duration lockTimeout(MigrateRequest request) {
    Duration ofRow =
        Duration.ofMillis(request.lease().toMillis() / (2L * HeldLock.EXTENSIONS_PER_LEASE));
    Duration ofRun = request.retries().lockTimeout();
    return ofRun.compareTo(ofRow) < 0 ? ofRun : ofRow;
  }
}
