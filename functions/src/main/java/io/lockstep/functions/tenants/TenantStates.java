package io.lockstep.functions.tenants;

import java.util.List;
import java.util.Optional;

/**
 * What one look at all tenants found. The names of its parts are the JSON's: a contract.
 *
 * @param tenants in the list's order
 * @param problem why there is no list
 */
public record TenantStates(List<TenantState> tenants, Optional<String> problem) {}
