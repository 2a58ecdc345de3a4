package io.lockstep.catalog;

import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.placeholders.Placeholders;
import java.util.Comparator;
import java.util.List;

/**
 * An app's callbacks.
 *
 * @param all in Flyway's order: by event, and those of one event by description
 */
public record Callbacks(List<Callback> all) {
  /** No callbacks. */
  public static final Callbacks NONE = new Callbacks(List.of());

  /** These callbacks, in Flyway's order. */
  public Callbacks {
    all = all.stream().sorted(Comparator.comparing(Callback::name)).toList();
  }

  /** These with their app's placeholders as they are now. */
  Callbacks with(Placeholders now) {
    return new Callbacks(
        all.stream().map(call -> new Callback(call.name(), call.script().with(now))).toList());
  }

  /** Those of this event. */
  public List<Callback> of(CallbackEvent event) {
    return all.stream().filter(callback -> callback.name().event() == event).toList();
  }
}
