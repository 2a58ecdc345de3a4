package io.lockstep.functions.page;

import io.lockstep.functions.tenants.TenantCondition;
import io.lockstep.functions.tenants.TenantQuestion;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.util.UriComponentsBuilder;

/** The addresses of parts of the tenants, relative to the page. */
final class TenantLinks {
  private TenantLinks() {}

  /** True if every tenant is an answer. */
  static boolean asksForAll(TenantQuestion question) {
    return question.text().isEmpty() && question.states().isEmpty();
  }

  static String ofState(TenantCondition state) {
    return "?state=" + state;
  }

  /** The same question, from another tenant on. */
  static String address(TenantQuestion question, Optional<String> after) {
    UriComponentsBuilder address = UriComponentsBuilder.newInstance();
    question.text().ifPresent(text -> address.queryParam("q", "{q}"));
    states(question.states()).forEach(state -> address.queryParam("state", state));
    after.ifPresent(name -> address.queryParam("after", "{after}"));
    return address
        .encode()
        .buildAndExpand(Stream.of(question.text(), after).flatMap(Optional::stream).toArray())
        .toUriString();
  }

  private static Stream<String> states(Set<TenantCondition> states) {
    return states.size() == TenantCondition.values().length - 1
            && !states.contains(TenantCondition.DONE)
        ? Stream.of(TenantQuestion.OPEN)
        : states.stream().sorted().map(TenantCondition::toString);
  }
}
