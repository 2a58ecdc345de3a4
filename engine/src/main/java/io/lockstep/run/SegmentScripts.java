package io.lockstep.run;

import io.lockstep.catalog.Script;
import io.lockstep.database.FlywayScripts;
import io.lockstep.plan.Step;
import java.io.Reader;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.StringResource;

/** The planned steps' scripts, for Flyway. */
final class SegmentScripts {
  private SegmentScripts() {}

  static FlywayScripts of(Segment segment) {
    Map<String, LoadableResource> files = new LinkedHashMap<>();
    for (Step step : segment.steps()) {
      Script script = script(step);
      files.put(script.name(), new ScriptResource(script));
      if (step.noTransaction()) {
        files.put(script.name() + ".conf", new StringResource("executeInTransaction=false"));
      }
    }
    return new FlywayScripts(files);
  }

  private static Script script(Step step) {
    if (step instanceof Step.Apply apply) {
      return apply.migration().script();
    }
    if (step instanceof Step.Repeat repeat) {
      return repeat.repeatable().script();
    }
    throw new IllegalArgumentException("Flyway does not run " + step.action());
  }

  /** A script for Flyway; read when it is needed. */
  private static final class ScriptResource extends LoadableResource {
    private final Script script;

    ScriptResource(Script script) {
      this.script = script;
    }

    @Override
    public Reader read() {
      return new StringReader(script.read());
    }

    @Override
    public String getAbsolutePath() {
      return script.path().toAbsolutePath().toString();
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return String.valueOf(script.path().getFileName());
    }

    @Override
    public String getRelativePath() {
      return script.name();
    }
  }
}
