package io.lockstep.functions.page.app;

import java.util.List;
import java.util.Optional;

/**
 * Some of an app's rows.
 *
 * @param fold the line that it is folded behind; empty if it is shown
 * @param more whether it continues the table above, so that its head need not be shown again
 * @param zero the row below the first migration; only in the last table of versions
 */
public record TableView(
    String caption, Optional<String> fold, boolean more, List<RowView> rows, Optional<Zero> zero) {
  /**
   * An app with nothing applied.
   *
   * @param here whether the app is there
   */
  public record Zero(boolean here, MigrateHint jump) {}
}
