package io.lockstep.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed, and how it ended. */
record CommandRun(int exit, String out, String err) {
  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = KnativeMain.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(args);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  CommandRun exitsWith(int code) {
    assertThat(exit).as("%s%s", out, err).isEqualTo(code);
    return this;
  }

  /** An error is what was asked and why it can't be, then what to do next; no trace. */
  CommandRun saysWhy(String... words) {
    assertThat(err.lines()).hasSize(2);
    assertThat(err).startsWith("lockstep: ").doesNotContain("\tat ", "Exception");
    assertThat(words).allSatisfy(word -> assertThat(err).contains(word));
    return this;
  }
}
