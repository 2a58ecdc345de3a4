package io.lockstep.functions.handler.query;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.functions.page.HistoryCursor;
import io.lockstep.functions.tenants.TenantQuestion;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /}: everything as it is now, an app's older versions, or some of the
 * tenants.
 *
 * @param app the app; null for all
 * @param before the version above the first; null for the newest
 * @param q a part of the tenants' names; any if null
 * @param state the states that tenants may be in, by name; any if null
 * @param after the tenant before the first one; null for the first of all
 */
public record PageQuery(
    @Nullable String app,
    @Nullable String before,
    @Nullable String q,
    @Nullable List<String> state,
    @Nullable String after) {
  /** The tenants that are asked for. */
  public TenantQuestion tenants() {
    return new TenantsQuery(q, state, after, null).question();
  }

  /**
   * The older versions that are asked for, if any.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if only one of the two is given, or it is no
   *     version
   */
  public Optional<HistoryCursor> older() {
    if (app == null && before == null) {
      return Optional.empty();
    }
    if (app == null || before == null) {
      throw notTaken("they go together");
    }
    return Optional.of(
        new HistoryCursor(
            app, Version.parse(before).orElseThrow(() -> notTaken("before is no version"))));
  }

  private static LockstepException notTaken(String why) {
    return new LockstepException(
        ExitCode.USAGE, "a page with app and before", why, "Ask like this: /?app=main&before=0100");
  }
}
