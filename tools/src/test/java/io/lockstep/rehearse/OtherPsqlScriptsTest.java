package io.lockstep.rehearse;

/** The other half. */
class OtherPsqlScriptsTest extends PsqlScripts {
  OtherPsqlScriptsTest() {
    super(1);
  }
}
