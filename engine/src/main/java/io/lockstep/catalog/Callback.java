package io.lockstep.catalog;

import io.lockstep.catalog.callback.CallbackName;

/** A script that runs at a certain moment of each run ({@code afterMigrate__grants.sql}). */
public record Callback(CallbackName name, Script script) {}
