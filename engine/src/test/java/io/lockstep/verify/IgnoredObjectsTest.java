package io.lockstep.verify;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application makes while it runs, and is no drift. */
class IgnoredObjectsTest extends Verifying {
  private static final String NOVEMBER =
      """
      create table %s.p_2026_11 partition of p for values from ('2026-11-01') to ('2026-12-01');
      """;

  @BeforeEach
  void aPartitionedTable() {
    files.file(
        "main/V0004__p.sql",
        "create table p (d date not null, n int) partition by range (d);\ncreate index on p (n);");
  }

  private void ignore(String text) {
    files.file("main/lockstep.properties", text);
  }

  private void november(String schema) {
    sql(NOVEMBER.formatted(schema));
    sql("alter table %s.p_2026_11 add constraint c check (n > 0) not valid".formatted(schema));
    sql("create index own on %s.p_2026_11 (d)".formatted(schema));
    sql(
        "create trigger tr before update on %s.p_2026_11 for each row execute function suppress_redundant_updates_trigger()"
            .formatted(schema));
    sql("grant select on %s.p_2026_11 to public".formatted(schema));
    sql("comment on table %s.p_2026_11 is 'x'".formatted(schema));
    sql("create sequence %1$s.of_p owned by %1$s.p_2026_11.n".formatted(schema));
  }

  @Test
  void a_partition_is_left_out_with_all_that_is_a_part_of_it() {
    ignore("drift.ignore=table p_*");
    migrate("main latest");
    november("public");
    assertThat(verify("main latest").lines())
        .containsExactly(
            "! main 0004 can't be taken back: there is no undo script, stored or on disk");
    sql("create table q_2026_11 ()");
    sql("alter table p add x int");
    assertThat(verify().drift()).containsExactly("+ column p.x", "+ table q_2026_11");
  }

  @Test
  void a_partition_in_another_schema_is_named_with_it() {
    ignore("drift.ignore=table parts.p_*");
    sql("create schema parts");
    migrate("main latest");
    november("parts");
    assertThat(verify().drift()).isEmpty();
    ignore("drift.ignore=table p_*");
    assertThat(verify().drift()).contains("+ table parts.p_2026_11");
    ignore("drift.ignore=schema parts");
    assertThat(verify().drift()).isEmpty();
    ignore("drift.ignore=table *.p_*");
    assertThat(verify().drift()).isEmpty();
  }

  @Test
  void a_pattern_also_goes_for_what_was_recorded_before_it() {
    migrate("main latest");
    november("public");
    files.file("main/V0005__x.sql", "create table x ();");
    assertThat(migrate("main latest").drift()).contains("+ table p_2026_11");
    sql("drop table p_2026_11");
    assertThat(verify().drift()).contains("- table p_2026_11");
    ignore("drift.ignore=table p_*");
    assertThat(verify().drift()).isEmpty();
    files.file("main/V0006__y.sql", "create table y ();");
    assertThat(migrate("main latest").drift()).isEmpty();
  }

  @Test
  void several_patterns_of_several_lines_and_apps_count_together() {
    ignore(
        "drift.ignore=table p_*, function f(a integer, b text)\ndrift.ignore=view v\n# x\nhistory=h\n");
    files.file("second/V1__s.sql", "create table s ();");
    files.file("second/lockstep.properties", "drift.ignore = schema tenant_*");
    migrate("main latest", "second latest");
    november("public");
    sql("create function f(a int, b text) returns int language sql as 'select 1'");
    sql("create view v as select 1 as one");
    sql("create schema tenant_1");
    sql("create table tenant_1.t (id int primary key)");
    assertThat(verify().drift()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tabel p_*", "p_*", "table a.b.c", "table p_*, , view v", "grant x"})
  void a_pattern_that_can_name_nothing_is_refused_with_its_line(String pattern) {
    ignore("history=h\ndrift.ignore=" + pattern + "\n");
    assertThat(problem(ExitCode.USAGE, this::verify).text())
        .contains("lockstep.properties", "drift.ignore=", "A pattern is a kind and a name");
  }

  @Test
  void a_bad_pattern_is_named_with_the_number_of_its_line() {
    ignore("history=h\n\ndrift.ignore=table p_*,\\\n  tabel q\n");
    assertThat(problem(ExitCode.USAGE, this::verify).text())
        .contains("line 4, says drift.ignore=tabel q");
  }

  @Test
  void another_version_of_an_extension_is_a_note() {
    files.file("main/V0004__p.sql", "create extension pg_trgm version '1.5';");
    migrate("main latest");
    sql("alter extension pg_trgm update to '1.6'");
    assertThat(verify().drift()).isEmpty();
    assertThat(verify().notes()).contains("extension pg_trgm: version 1.5 → version 1.6");
    files.file("main/V0005__x.sql", "create table x ();");
    assertThat(migrate("main latest").drift()).isEmpty();
    sql("drop extension pg_trgm");
    assertThat(verify().drift()).containsExactly("- extension pg_trgm");
  }
}
