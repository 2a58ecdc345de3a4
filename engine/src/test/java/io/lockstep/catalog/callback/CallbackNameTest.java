package io.lockstep.catalog.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackNameTest {
  @Test
  void flyways_events_are_all_known() {
    assertThat(Arrays.stream(CallbackEvent.values()).map(CallbackEvent::toString))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Event.values()).map(Event::getId).distinct().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "afterMigrate.sql, afterMigrate, ''",
    "afterMigrate__grant_all.sql, afterMigrate, grant all",
    "afterMigrate__a__b.sql, afterMigrate, a  b",
    "afterMigrateError.sql, afterMigrateError, ''",
    "beforeEachMigrateStatement__x.sql, beforeEachMigrateStatement, x",
  })
  void a_name_is_an_event_and_words(String file, String event, String words) {
    assertThat(CallbackName.parse(file))
        .hasValueSatisfying(
            name -> {
              assertThat(name.event()).hasToString(event);
              assertThat(name.description()).isEqualTo(words);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aftermigrate.sql",
        "AfterMigrate.sql",
        "afterMigrate_grants.sql",
        "afterMigrateGrants.sql",
        "afterMigrate.SQL",
        "V1__afterMigrate.sql",
        "after.sql"
      })
  void a_name_that_flyway_does_not_take_is_none(String file) {
    assertThat(CallbackName.parse(file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aftermigrate.sql, afterMigrate.sql",
    "AFTERMIGRATE__x.SQL, afterMigrate__x.sql",
    "afterMigrate_grants.sql, afterMigrate__grants.sql",
    "afterMigrateGrants.sql, afterMigrate__Grants.sql",
  })
  void a_misspelled_name_has_one_that_was_meant(String file, String meant) {
    assertThat(CallbackName.meantBy(file)).contains(meant);
  }
}
