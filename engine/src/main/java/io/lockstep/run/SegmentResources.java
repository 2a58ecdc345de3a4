package io.lockstep.run;

import io.lockstep.catalog.Script;
import io.lockstep.plan.Step;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.StringResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows Flyway the scripts of the planned steps and no others, so that it can only do what was
 * planned.
 */
final class SegmentResources implements ResourceProvider {
  private final Map<String, LoadableResource> scripts = new LinkedHashMap<>();
  private final Map<String, LoadableResource> configurations = new LinkedHashMap<>();

  SegmentResources(List<? extends Step> steps) {
    for (Step step : steps) {
      Script script = script(step);
      scripts.put(script.name(), new ScriptResource(script));
      if (step.noTransaction()) {
        configurations.put(
            script.name() + ".conf", new StringResource("executeInTransaction=false"));
      }
    }
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

  @Override
  public @Nullable LoadableResource getResource(String name) {
    LoadableResource script = scripts.get(name);
    return script != null ? script : configurations.get(name);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    List<LoadableResource> found = new ArrayList<>();
    for (LoadableResource script : scripts.values()) {
      String fileName = script.getFilename();
      if (fileName.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(fileName::endsWith)) {
        found.add(script);
      }
    }
    return found;
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
