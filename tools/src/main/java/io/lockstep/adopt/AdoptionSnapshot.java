package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.othertools.ToolTable;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state, at one moment, of a database that is to be adopted.
 *
 * @param apps the data to write
 * @param catalog the migrations whose result it should be
 * @param applied the applied versions in the histories, by app
 * @param table the other tool's, if there is one
 * @param objections the points in which that table disagrees with the request, one each
 * @param server the major version of its PostgreSQL
 * @param scope the schemas that are read
 * @param schema their content
 * @param tools the objects in it that are other tools' own
 */
record AdoptionSnapshot(
    List<AppAdoption> apps,
    AppliedCatalog catalog,
    Map<AppName, Set<Version>> applied,
    Optional<ToolTable> table,
    List<String> objections,
    int server,
    SchemaScope scope,
    Fingerprint schema,
    ToolObjects tools) {
  /** True if nothing is left to write. */
  boolean isDone() {
    return apps.stream().allMatch(AppAdoption::isDone);
  }

  /** True if a look at another moment has found the same, apart from the schema. */
  boolean agreesWith(AdoptionSnapshot other) {
    return applied.equals(other.applied)
        && table.equals(other.table)
        && objections.equals(other.objections);
  }
}
