package io.lockstep.verify;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a schema consists of does not depend on the session that looks. */
class SessionSettingsTest {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void a_schema_is_as_recorded_whatever_the_role_or_the_machine_has_set(@TempDir Path db) {
    new MigrationFolder(db)
        .file(
            "main/V1__p.sql",
            """
            create table p (
              at timestamptz not null default '2024-07-01 12:00+00', day date default '2024-04-03',
              span interval default '1 day 02:00', share float8 default 0.1::float8 + 0.2::float8,
              data bytea default '\\x00ff', price money default 1234.5::money,
              check (at > '2020-01-01 00:00+00')
            ) partition by range (at);
            create table p24 partition of p for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00');
            create index on p (day) where at > '2021-01-01 00:00+00';
            create view v as select '2022-01-01 00:00+00'::timestamptz as at, '1 day'::interval as span, '\\x01'::bytea as data, text '\\d' as digit;
            create function f() returns int language sql begin atomic select 1 as "select"; end;
            """)
        .file("main/U1__p.sql", "drop view v; drop function f; drop table p;");
    database.lockstep(db).migrate(targets("main latest"));
    TimeZone machines = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      for (String setting :
          List.of(
              "timezone = 'America/New_York'",
              "datestyle = 'ISO, DMY'",
              "intervalstyle = 'iso_8601'",
              "bytea_output = 'escape'",
              "quote_all_identifiers = on",
              "standard_conforming_strings = off",
              "extra_float_digits = -3")) {
        database.jdbc().sql("alter database " + database.name() + " set " + setting).update();
      }
      VerifyReport report = database.lockstep(db).verify(List.of("main latest"));
      assertThat(report.result()).as(report.toString()).hasToString("as recorded");
    } finally {
      TimeZone.setDefault(machines);
    }
  }
}
