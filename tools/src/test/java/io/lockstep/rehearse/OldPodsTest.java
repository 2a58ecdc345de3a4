package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal says of changes that pods of the version before can't live with. */
class OldPodsTest {
  private static final String CONTRACT = "-- lockstep: contract\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void first() {
    folder = new MigrationFolder(db);
    migration(
        "0001__first",
        "create table person (id int, name text, email text, age int, born text);\ncreate table old (id int);",
        "drop table person, old;");
  }

  private void migration(String name, String apply, String undo) {
    folder.file("main/V" + name + ".sql", apply).file("main/U" + name + ".sql", undo);
  }

  private RehearsalReport from(String... version) {
    return Rehearsing.on(database.settings(), db)
        .run(new RehearseRequest(List.of(), true, false, Optional.empty(), List.of(version)));
  }

  private static List<String> breaking(RehearsalReport report) {
    return report.verdicts().stream()
        .flatMap(
            verdict ->
                verdict.findings().stream()
                    .filter(finding -> finding.kind() == Finding.Kind.BREAKS_OLD_PODS)
                    .map(finding -> verdict.script() + " " + finding.what()))
        .toList();
  }

  private void changes() {
    migration(
        "0002__renames",
        "alter table person rename column name to full_name;\ncreate table own (id int, x int);",
        "drop table own;\nalter table person rename column full_name to name;");
    migration(
        "0003__drops",
        "alter table person drop column email;\nalter table own drop column x;",
        "alter table person add column email text;\nalter table own add column x int;");
    migration(
        "0004__types",
        "alter table person alter column age type bigint, alter column born set not null;",
        "alter table person alter column age type int, alter column born drop not null;");
    migration("0005__table", "drop table old;", "create table old (id int);");
    migration(
        "0006__adds",
        "alter table person add column contact text;\ncreate index on person (id);\nalter table person alter column age set default 1;",
        "alter table person alter column age drop default;\ndrop index person_id_idx;\nalter table person drop column contact;");
  }

  @Test
  void an_app_with_contract_steps_has_a_fault_for_each_change_outside_of_them() {
    changes();
    migration(
        "0007__contract",
        CONTRACT + "alter table person drop column full_name;",
        "alter table person add column full_name text;");
    RehearsalReport report = from("1");
    assertThat(breaking(report))
        .containsExactly(
            "V0002__renames.sql breaks old pods: renames column person.name to full_name",
            "V0003__drops.sql breaks old pods: drops column person.email",
            "V0004__types.sql breaks old pods: changes column person.age from integer to bigint, sets column person.born NOT NULL",
            "V0005__table.sql breaks old pods: drops table old");
    assertThat(report.faults()).isEqualTo(4);
    folder.file(
        "main/lockstep.properties",
        "accept.breaks-old-pods.2=nobody reads it\naccept.breaks-old-pods.3=x\naccept.breaks-old-pods.4=x\naccept.breaks-old-pods.5=x\n");
    assertThat(from("1").faults()).isZero();
  }

  @Test
  void an_app_without_contract_steps_has_one_line_for_all_of_them() {
    changes();
    RehearsalReport report = from("1");
    assertThat(breaking(report)).isEmpty();
    assertThat(report.faults()).isZero();
    assertThat(report.notes())
        .contains(
            "main: 4 migrations change what running pods may still use: 0002, 0003, 0004 and 1 more");
  }

  @Test
  void a_rehearsal_from_zero_has_no_old_pods() {
    changes();
    assertThat(from().notes()).noneMatch(note -> note.contains("running pods"));
  }

  @Test
  void a_table_that_is_renamed_is_followed_by_its_new_name() {
    migration(
        "0002__rename",
        CONTRACT + "alter table person rename to people;",
        "alter table people rename to person;");
    migration(
        "0003__drop",
        "alter table people drop column born;",
        "alter table people add column born text;");
    assertThat(breaking(from("1")))
        .containsExactly("V0003__drop.sql breaks old pods: drops column people.born");
  }

  @Test
  void a_table_that_is_created_again_with_the_same_columns_breaks_nothing() {
    migration(
        "0002__again",
        "drop table old;\ncreate table old (id int, more int);",
        "drop table old;\ncreate table old (id int);");
    migration("0003__c", CONTRACT + "select 1;", "select 1;");
    assertThat(breaking(from("1"))).isEmpty();
  }

  @Test
  void the_way_back_in_two_parts_is_rehearsed_and_a_bad_one_is_found() {
    migration(
        "0002__contact",
        "alter table person add column contact text;",
        "alter table person drop column contact;");
    migration(
        "0003__drop_email",
        CONTRACT + "alter table person drop column email;",
        "alter table person add column email text;");
    folder.file("main/R__view.sql", "create or replace view v as select id from person;");
    folder.file("main/afterMigrate.sql", "create table if not exists called (id int);");
    assertThat(from("1").faults()).isZero();
    assertThat(from().faults()).isZero();
    folder.without("main/R__view.sql").without("main/afterMigrate.sql");
    // each is the other's inverse alone, but the way back over both ends elsewhere
    folder.file(
        "main/U0002__contact.sql",
        "do $$ begin if (select attnum from pg_attribute where attrelid = 'person'::regclass and attname = 'email') > 5 then create table left_over (); end if; end $$;\nalter table person drop column contact;");
    RehearsalReport report = from("1");
    assertThat(report.verdicts().get(1).findings())
        .anyMatch(finding -> finding.kind() == Finding.Kind.UNDO_NOT_INVERSE);
    assertThat(report.verdicts().get(0).findings()).noneMatch(finding -> !finding.isLint());
  }

  @Test
  void a_way_back_that_another_app_forbids_is_not_rehearsed() {
    migration(
        "0002__contact",
        "alter table person add column contact text;",
        "alter table person drop column contact;");
    migration(
        "0003__drop_email",
        CONTRACT + "alter table person drop column email;",
        "alter table person add column email text;");
    folder
        .file("app/V1__needs.sql", "-- lockstep: requires main 0002\ncreate table needs (id int);")
        .file("app/U1__needs.sql", "drop table needs;");
    assertThat(from("main 1").faults()).isZero();
  }
}
