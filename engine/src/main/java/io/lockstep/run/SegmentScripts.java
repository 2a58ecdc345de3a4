package io.lockstep.run;

import io.lockstep.catalog.Migration;
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
      ScriptResource script = resource(step);
      files.put(script.getRelativePath(), script);
      if (step.noTransaction()) {
        files.put(
            script.getRelativePath() + ".conf", new StringResource("executeInTransaction=false"));
      }
    }
    return new FlywayScripts(files);
  }

  private static ScriptResource resource(Step step) {
    if (step instanceof Step.Apply apply) {
      Migration migration = apply.migration();
      return new ScriptResource(
          migration.script(), "V" + migration.version() + "__" + migration.description() + ".sql");
    }
    if (step instanceof Step.Repeat repeat) {
      Script script = repeat.repeatable().script();
      return new ScriptResource(script, String.valueOf(script.path().getFileName()));
    }
    throw new IllegalArgumentException("Flyway does not run " + step.action());
  }

  /**
   * A script for Flyway; read when it is needed. The file may be named in another tool's way, so
   * Flyway is given a name in which it finds version and description.
   */
  private static final class ScriptResource extends LoadableResource {
    private final Script script;
    private final String flywayName;

    ScriptResource(Script script, String flywayName) {
      this.script = script;
      this.flywayName = flywayName;
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
      return flywayName;
    }

    @Override
    public String getRelativePath() {
      return script.name();
    }
  }
}
