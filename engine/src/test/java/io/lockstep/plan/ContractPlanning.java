package io.lockstep.plan;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.plan.contract.ContractPhase;
import java.util.List;

/** An app whose third migration is a contract step. */
abstract class ContractPlanning extends Planning {
  static final String DROP = "-- lockstep: contract\nalter table person drop column email;";

  MigrationFolder first() {
    return files()
        .file("main/V0001__person.sql", "create table person (id int, email text);")
        .file("main/U0001__person.sql", "drop table person;");
  }

  MigrationFolder expand() {
    return first()
        .file("main/V0002__contact.sql", "alter table person add column contact text;")
        .file("main/U0002__contact.sql", "alter table person drop column contact;");
  }

  MigrationFolder contract() {
    return expand()
        .file("main/V0003__drop_email.sql", DROP)
        .file("main/U0003__drop_email.sql", "alter table person add column email text;");
  }

  /** With 0001 applied and its application started. */
  MigrationFolder contractAfterFirst() {
    first();
    migrate("main latest");
    return contract();
  }

  List<Plan> plan(ContractPhase phase, String target) {
    return database.lockstep(folder).plan(List.of(target), in(phase));
  }

  void migrate(ContractPhase phase, String target) {
    database.lockstep(folder).migrate(with(in(phase), target));
  }

  String refusal(ContractPhase phase, String target) {
    return problem(ExitCode.REFUSED, () -> plan(phase, target)).text();
  }

  static List<String> waiting(Plan plan) {
    return plan.waiting().stream().map(s -> s.action() + " " + s.script()).toList();
  }
}
