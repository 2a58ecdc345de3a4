package io.lockstep.functions.tenants;

import java.util.List;
import java.util.Optional;

/**
 * The states of all tenants. The names of its parts are the JSON's: a contract.
 *
 * @param tenants in the list's order
 * @param problem the reason why there is no list
 */
public record TenantStates(List<TenantState> tenants, Optional<String> problem) {}
