package io.lockstep.functions.page;

import io.lockstep.targets.Version;

/**
 * A part of a long history: one app's versions below this one.
 *
 * @param app whose
 * @param than what they are older than
 */
public record HistoryCursor(String app, Version than) {}
