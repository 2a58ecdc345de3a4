package io.lockstep.functions.page;

import io.lockstep.targets.Version;

/**
 * A part of a long history: one app's versions below this one.
 *
 * @param app the app
 * @param than the version that they are older than
 */
public record HistoryCursor(String app, Version than) {}
