package io.lockstep.adopt;

import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.targets.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Adoptions that rehearse on the server of the tests. */
public record Adopting(
    Optional<String> from, boolean force, Optional<Path> prepare, Optional<Reader> reader) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** As without any option. */
  public static final Adopting PLAIN =
      new Adopting(Optional.empty(), false, Optional.empty(), Optional.empty());

  /** Adopts this database with the migrations of this folder. */
  public AdoptionReport run(TestDatabase database, Path db, String... targets) {
    ProcessClock clock = new ProcessClock();
    return new Adoption(
            new Connector(database.settings(), clock, LIMIT), CatalogReader.read(db), clock)
        .run(
            new AdoptRequest(
                Target.parseAll(List.of(targets)),
                from,
                force,
                false,
                true,
                prepare,
                reader,
                LIMIT));
  }
}
