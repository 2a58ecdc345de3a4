package io.lockstep.importing;

import io.lockstep.importing.source.ForeignScript;

/**
 * A file that is about to be written.
 *
 * @param name its path below the app's folder
 * @param source the other tool's file, or file and change set
 * @param script its content
 */
record OutputFile(String name, String source, ForeignScript script) {
  OutputFile with(ForeignScript changed) {
    return new OutputFile(name, source, changed);
  }

  /** The file's text; a script that must run outside a transaction has that directive on top. */
  String text() {
    return (script.noTransaction() ? "-- lockstep: no-transaction\n" : "") + script.sql();
  }
}
