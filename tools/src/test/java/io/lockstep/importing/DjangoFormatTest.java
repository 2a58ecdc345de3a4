package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In Django a migration's name is what it is known by, and its number says little. */
class DjangoFormatTest {
  @TempDir Path folder;
  private Importing django;

  @BeforeEach
  void initial() {
    django = new Importing("django", folder).file("0001_initial.sql", sql(1));
  }

  private static String sql(int number) {
    return "BEGIN;\nselect " + number + ";\nCOMMIT;\n";
  }

  private static String program(String lists) {
    return "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n" + lists;
  }

  @Test
  void two_of_one_number_are_taken_in_the_order_of_their_names() {
    django
        .file("0002_tags.sql", sql(22))
        .file("0002_price.sql", sql(21))
        .file("0002_tags.backwards.sql", sql(-22))
        .file("0002_a.sql", sql(20))
        .file("0003_merge.sql", "");
    assertThat(django.notes()).noneMatch(note -> note.startsWith("!"));
    assertThat(django.written())
        .containsOnly(
            entry("V0001__initial.sql", "select 1;\n"),
            entry("V0002__a.sql", "select 20;\n"),
            entry("V0002.1__price.sql", "select 21;\n"),
            entry("V0002.2__tags.sql", "select 22;\n"),
            entry("U0002.2__tags.sql", "select -22;\n"),
            entry("V0003__merge.sql", ""));
  }

  @Test
  void their_dependencies_count_where_the_migrations_stand_beside() {
    django
        .file("0002_a.sql", sql(21))
        .file("0002_a.py", program("    dependencies = [('shop', '0002_b')]\n"))
        .file("0002_b.sql", sql(22))
        .file(
            "0002_b.py",
            program(
                "    dependencies = [\n        ('auth', '0011_x'),\n        (\"shop\", \"0001_initial\"),\n    ]\n"));
    django.run();
    assertThat(django.written())
        .containsOnlyKeys("V0001__initial.sql", "V0002__b.sql", "V0002.1__a.sql");
  }

  @Test
  void an_order_against_the_numbers_keeps_the_names() {
    django
        .file("0002_a.sql", sql(2))
        .file("0002_a.py", program("    dependencies = [('shop', '0003_b')]\n"))
        .file("0003_b.sql", sql(3));
    assertThat(django.notes()).anyMatch(note -> note.contains("numbered from 0001"));
    assertThat(django.written())
        .containsOnly(
            entry("V0001__0001_initial.sql", "select 1;\n"),
            entry("V0002__0003_b.sql", "select 3;\n"),
            entry("V0003__0002_a.sql", "select 2;\n"));
  }

  @Test
  void a_squashed_migration_is_taken_in_place_of_those_that_it_stands_for() {
    django
        .file("0001_squashed_0003_c.sql", sql(123))
        .file("0001_squashed_0003_c.backwards.sql", sql(-123))
        .file("0002_a.sql", sql(21))
        .file("0002_b.sql", sql(22))
        .file("0003_c.sql", sql(3))
        .file("0004_d.sql", sql(4));
    assertThat(django.notes())
        .anyMatch(
            note ->
                note.startsWith(
                    "*  0001_initial, 0002_a, 0002_b, 0003_c: are left out: 0001_squashed_0003_c stands for them"));
    assertThat(django.written())
        .containsOnly(
            entry("V0001__squashed_0003_c.sql", "select 123;\n"),
            entry("U0001__squashed_0003_c.sql", "select -123;\n"),
            entry("V0004__d.sql", "select 4;\n"));
  }

  @Test
  void a_squashed_migration_that_begins_later_leaves_what_is_before_and_the_widest_counts() {
    django
        .file("0002_a.sql", sql(2))
        .file("0002_a_squashed_0003_b.sql", sql(23))
        .file("0002_a_squashed_0003_b_squashed_0004_c.sql", sql(234))
        .file("0003_b.sql", sql(3))
        .file("0004_c.sql", sql(4))
        .file("0005_d.sql", sql(5));
    django.run();
    assertThat(django.written())
        .containsOnlyKeys(
            "V0001__initial.sql", "V0002__a_squashed_0003_b_squashed_0004_c.sql", "V0005__d.sql");
  }

  @Test
  void a_squashed_migration_of_any_name_is_known_by_what_it_says() {
    django
        .file("0001_v1.sql", sql(12))
        .file(
            "0001_v1.py",
            program("    replaces = [('shop', '0001_initial'), ('shop', '0002_a')]\n"))
        .file("0002_a.sql", sql(2))
        .file("0002_other.sql", sql(22))
        .file("0002_other.py", program("    dependencies = [('shop', '0002_a')]\n"));
    django.run();
    assertThat(django.written())
        .containsOnlyKeys("V0001__v1_squashed_0002_a.sql", "V0002__other.sql");
  }

  @Test
  void a_migration_of_which_nothing_is_printed_is_said() {
    django
        .file("0001_initial.py", program("    dependencies = []\n"))
        .file("0002_a.py", program("    dependencies = [('shop', '0001_initial')]\n"))
        .file("__init__.py", "")
        .file("0001_old.py", "")
        .file("0001_squashed_0001_old.sql", sql(9))
        .file("0001_squashed_0001_old.py", program("    replaces = [('shop', '0001_old')]\n"))
        .file("0001_v2.py", program("    replaces = [('shop', '0001_initial')]\n"));
    assertThat(django.notes().stream().filter(note -> note.startsWith("!")))
        .containsExactly(
            "!  0002_a.py: has no 0002_a.sql beside it, so it is left out. Save there what sqlmigrate prints of it, and import again.");
  }

  @Test
  void two_that_make_one_model_are_said() {
    django
        .file("0001_v1.sql", "BEGIN;\n--\n-- Create model Shop\n--\nselect 1;\nCOMMIT;\n")
        .file("0002_shop.sql", "BEGIN;\n--\n-- Create model Shop\n--\nselect 1;\nCOMMIT;\n");
    assertThat(django.notes())
        .anyMatch(
            note -> note.startsWith("!  0002_shop.sql: makes the model Shop, as 0001_v1.sql does"));
  }

  @Test
  void a_migration_that_says_run_before_comes_before() {
    django
        .file("0002_a.sql", sql(2))
        .file("0002_b.sql", sql(3))
        .file("0002_b.py", program("    run_before = [('shop', '0002_a'), ('auth', '0002_x')]\n"));
    django.run();
    assertThat(django.written())
        .containsOnlyKeys("V0001__initial.sql", "V0002__b.sql", "V0002.1__a.sql");
  }

  @Test
  void a_list_may_have_a_type_and_comments_and_names_of_other_apps() {
    django
        .file("0002_a.sql", sql(2))
        .file(
            "0002_a.py",
            program(
                """
                    dependencies: list[tuple[str, str]] = [
                        # ("shop", "0003_b"), was too early
                        ("shop", "0001_initial"),  # not ("shop", "0003_b")
                        ("blog", "0003_b"),
                    ]
                """))
        .file("0003_b.sql", sql(3))
        .file("0003_b.py", program("    dependencies = (('shop', '0001_initial'),)\n"))
        .file("0003_a.sql", sql(4))
        .file(
            "0003_a.py",
            program("    dependencies: Any = (\n        ('shop', '0003_b'),\n    )\n"));
    django.run();
    assertThat(django.written())
        .containsOnlyKeys("V0001__initial.sql", "V0002__a.sql", "V0003__b.sql", "V0003.1__a.sql");
  }

  @Test
  void a_migration_that_is_not_atomic_may_have_transactions_of_its_own() {
    String operations =
        "--\n-- Raw SQL operation\n--\nBEGIN;\nselect 1;\nCOMMIT;\n--\n-- Raw SQL operation\n--\nselect 2;\n";
    assertThat(django.file("0002_a.sql", operations).run().problem()).isEmpty();
    assertThat(django.written())
        .contains(entry("V0002__a.sql", "-- lockstep: no-transaction\n" + operations));
  }
}
