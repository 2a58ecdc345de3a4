package io.lockstep.catalog.settings;

import io.lockstep.targets.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which migrations of an app must have an undo script. */
public sealed interface UndoPolicy {
  /** The form of its text. */
  String RULE = "It is optional, required or \"from VERSION\".";

  /** Every migration. */
  UndoPolicy REQUIRED = new Required();

  /** None: the app only goes forward. */
  UndoPolicy OPTIONAL = new NotRequired();

  /** True if the migration of this version must have an undo script. */
  boolean requires(Version version);

  /** The policy with this text; empty for anything else. */
  static Optional<UndoPolicy> parse(String text) {
    return switch (text) {
      case "required" -> Optional.of(REQUIRED);
      case "optional" -> Optional.of(OPTIONAL);
      default -> From.parse(text);
    };
  }

  /** See {@link #REQUIRED}. */
  record Required() implements UndoPolicy {
    @Override
    public boolean requires(Version version) {
      return true;
    }

    @Override
    public String toString() {
      return "required";
    }
  }

  /** See {@link #OPTIONAL}. */
  record NotRequired() implements UndoPolicy {
    @Override
    public boolean requires(Version version) {
      return false;
    }

    @Override
    public String toString() {
      return "optional";
    }
  }

  /**
   * The migrations of this version and above.
   *
   * @param first it need not exist yet
   */
  record From(Version first) implements UndoPolicy {
    private static final Pattern TEXT = Pattern.compile("from\\s+(\\S+)");

    private static Optional<UndoPolicy> parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      return matcher.matches() ? Version.parse(matcher.group(1)).map(From::new) : Optional.empty();
    }

    @Override
    public boolean requires(Version version) {
      return version.compareTo(first) >= 0;
    }

    @Override
    public String toString() {
      return "from " + first;
    }
  }
}
