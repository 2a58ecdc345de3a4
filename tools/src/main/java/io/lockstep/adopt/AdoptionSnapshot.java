package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.SchemaScope;
import io.lockstep.othertools.ToolTable;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a database shows that is to be adopted, of one moment.
 *
 * @param apps what is to be written
 * @param catalog what it should consist of
 * @param applied what the histories say, by app
 * @param table the other tool's, if there is one
 * @param objections why that table does not say what was asked for, one each
 * @param server the major version of its PostgreSQL
 * @param scope which schemas are looked at
 * @param schema all that is there
 * @param tools which of it is other tools' own
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
  /** Whether nothing is left to write. */
  boolean isDone() {
    return apps.stream().allMatch(AppAdoption::isDone);
  }

  /** Whether a look at another moment has found the same, but for the schema. */
  boolean agreesWith(AdoptionSnapshot other) {
    return applied.equals(other.applied)
        && table.equals(other.table)
        && objections.equals(other.objections);
  }
}
