package io.lockstep.functions.tenants;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which tenants somebody wants to see.
 *
 * @param text that their names have in them, in upper or lower case
 * @param states that they are in; all of them if empty
 * @param after the tenant before the first one, if it is not the first of all
 * @param limit how many at most
 */
public record TenantQuestion(
    Optional<String> text, Set<TenantCondition> states, Optional<String> after, int limit) {
  /** As many as can be asked for. */
  public static final int MOST = 1000;

  /** As many as there are unless more or fewer are asked for. */
  public static final int DEFAULT = 100;

  /** The word for all states but the one at the targets. */
  public static final String OPEN = "open";

  /**
   * Reads one.
   *
   * @param states by name, or {@code open}
   * @throws LockstepException ({@link ExitCode#USAGE}) if a state or the limit is none
   */
  public static TenantQuestion of(
      Optional<String> text, List<String> states, Optional<String> after, Optional<Integer> limit) {
    int rows = limit.orElse(DEFAULT);
    if (rows < 1 || rows > MOST) {
      throw new LockstepException(
          ExitCode.USAGE, "limit=" + rows, "it goes from 1 to " + MOST, "Ask for so many tenants.");
    }
    EnumSet<TenantCondition> wanted = EnumSet.noneOf(TenantCondition.class);
    states.stream().filter(name -> !name.isEmpty()).forEach(name -> wanted.addAll(named(name)));
    return new TenantQuestion(
        text.map(String::strip).filter(some -> !some.isEmpty()),
        wanted,
        after.filter(name -> !name.isEmpty()),
        rows);
  }

  private static Set<TenantCondition> named(String name) {
    if (name.equals(OPEN)) {
      return EnumSet.complementOf(EnumSet.of(TenantCondition.DONE));
    }
    return Arrays.stream(TenantCondition.values())
        .filter(state -> state.toString().equals(name))
        .findFirst()
        .map(EnumSet::of)
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "that state of tenants",
                    "there is none of this name",
                    "Ask for one of: "
                        + OPEN
                        + Arrays.stream(TenantCondition.values())
                            .map(state -> ", " + state)
                            .collect(Collectors.joining())
                        + "."));
  }

  /**
   * Answers it.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the cursor is no tenant
   */
  public TenantPage in(TenantStates all) {
    List<TenantState> tenants = all.tenants();
    int begin = after.map(name -> place(tenants, name) + 1).orElse(0);
    List<TenantState> matching = tenants.stream().filter(this::matches).toList();
    int before = (int) tenants.subList(0, begin).stream().filter(this::matches).count();
    return TenantPage.of(all, matching, before, limit);
  }

  private static int place(List<TenantState> tenants, String name) {
    return IntStream.range(0, tenants.size())
        .filter(i -> tenants.get(i).tenant().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "the tenants after that one",
                    "there is none of this name any more",
                    "Begin with the first ones, without after."));
  }

  private boolean matches(TenantState tenant) {
    return (states.isEmpty() || states.contains(tenant.state()))
        && text.filter(some -> !lower(tenant.tenant()).contains(lower(some))).isEmpty();
  }

  private static String lower(String some) {
    return some.toLowerCase(Locale.ROOT);
  }
}
