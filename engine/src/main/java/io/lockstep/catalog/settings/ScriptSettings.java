package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of one script, in Flyway's {@code V1__a.sql.conf} beside it, and what its app says
 * of all.
 *
 * @param executeInTransaction false if it asks to run outside a transaction
 * @param placeholderReplacement whether its placeholders are replaced, if it says so
 * @param ownTransactions what becomes of its own BEGIN and COMMIT
 */
public record ScriptSettings(
    boolean executeInTransaction,
    Optional<Boolean> placeholderReplacement,
    OwnTransactions ownTransactions) {
  /** The settings of a script without such a file. */
  public static final ScriptSettings NONE =
      new ScriptSettings(true, Optional.empty(), OwnTransactions.REFUSED);

  private static final String TRANSACTION = "executeInTransaction";
  private static final String PLACEHOLDERS = "placeholderReplacement";
  private static final String ENCODING = "encoding";
  private static final String EXECUTE = "shouldExecute";

  /**
   * Reads such a file.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) for a setting that can't be kept
   * @throws IOException if it can't be read
   */
  public static ScriptSettings read(Path conf) throws IOException {
    SettingsFile file = SettingsFile.at(conf);
    Optional<Boolean> transaction = Optional.empty();
    Optional<Boolean> placeholders = Optional.empty();
    for (SettingsFile.Setting setting : file.entries(key -> true)) {
      switch (setting.key()) {
        case TRANSACTION -> transaction = Optional.of(flag(file, setting));
        case PLACEHOLDERS -> placeholders = Optional.of(flag(file, setting));
        case ENCODING -> refuseOtherThanUtf8(file, setting);
        case EXECUTE -> refuseConditions(file, setting);
        default ->
            throw file.refused(
                setting.key(),
                "",
                "a script has no such setting",
                "Known are %s, %s, %s=UTF-8 and %s=true; take the line out."
                    .formatted(TRANSACTION, PLACEHOLDERS, ENCODING, EXECUTE));
      }
    }
    return new ScriptSettings(transaction.orElse(true), placeholders, OwnTransactions.REFUSED);
  }

  /** These settings of a script of an app that says this of all. */
  public ScriptSettings with(OwnTransactions all) {
    return all == ownTransactions
        ? this
        : new ScriptSettings(executeInTransaction, placeholderReplacement, all);
  }

  private static boolean flag(SettingsFile file, SettingsFile.Setting setting) throws IOException {
    return switch (setting.value().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw file.refused(
              setting.key(),
              setting.value(),
              "that is neither true nor false",
              "Write one of them.");
    };
  }

  private static void refuseOtherThanUtf8(SettingsFile file, SettingsFile.Setting setting)
      throws IOException {
    if (!setting.value().equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
      throw file.refused(
          setting.key(),
          setting.value(),
          "scripts are read as UTF-8 only",
          "Save the script as UTF-8, and write %s=UTF-8; its checksum stays the same."
              .formatted(ENCODING));
    }
  }

  private static void refuseConditions(SettingsFile file, SettingsFile.Setting setting)
      throws IOException {
    if (!setting.value().equalsIgnoreCase("true")) {
      throw file.refused(
          setting.key(),
          setting.value(),
          "Lockstep has no conditions: a script on disk is one to apply",
          "Take the line out if it is; if not, leave the script out with %s=PATTERN in the app's lockstep.properties."
              .formatted(IgnoredFiles.KEY));
    }
  }
}
