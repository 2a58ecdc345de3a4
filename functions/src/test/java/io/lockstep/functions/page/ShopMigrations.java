package io.lockstep.functions.page;

import io.lockstep.MigrationFolder;
import java.nio.file.Path;

/** The migrations of a shop: an app with undo scripts, and one without that has a repeatable. */
final class ShopMigrations {
  private ShopMigrations() {}

  static MigrationFolder in(Path path) {
    MigrationFolder folder = new MigrationFolder(path);
    String[] names = {
      "initial", "add_suggested_answer", "index_publication_date", "add_author", "add_tags"
    };
    for (int i = 0; i < names.length; i++) {
      String file = "000%d__%s.sql".formatted(i + 1, names[i]);
      folder.file("main/V" + file, "create table " + names[i] + " ();");
      folder.file("main/U" + file, "drop table " + names[i] + ";");
    }
    return folder
        .file("billing/V0001__invoices.sql", "create table invoices (amount numeric);")
        .file(
            "billing/R__totals.sql",
            "create or replace view totals as select sum(amount) from invoices;");
  }
}
