package io.lockstep.rehearse;

/** Half of the scripts. */
class PsqlScriptsTest extends PsqlScripts {
  PsqlScriptsTest() {
    super(0);
  }
}
