package io.lockstep.jobs;

import io.lockstep.Pace;
import picocli.CommandLine;

/** Makes the commands, with what they need in their constructors. */
final class CommandFactory implements CommandLine.IFactory {
  private final Pace pace;

  CommandFactory(Pace pace) {
    this.pace = pace;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == MigrateCommand.class) {
      return type.cast(new MigrateCommand(pace));
    }
    if (type == PlanCommand.class) {
      return type.cast(new PlanCommand(pace));
    }
    if (type == ListCommand.class) {
      return type.cast(new ListCommand(pace));
    }
    if (type == StatusCommand.class) {
      return type.cast(new StatusCommand(pace));
    }
    if (type == VerifyCommand.class) {
      return type.cast(new VerifyCommand(pace));
    }
    if (type == GrantReaderCommand.class) {
      return type.cast(new GrantReaderCommand(pace));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
