package io.lockstep.fingerprint.catalogs;

/**
 * An object, as pg_depend names it.
 *
 * @param catalog the OID of the catalog that it is in
 * @param id its OID there
 */
public record CatalogAddress(long catalog, long id) {
  /** The first OID that is not of PostgreSQL's own objects. */
  private static final long FIRST_NORMAL = 16_384;

  boolean isBuiltIn() {
    return id < FIRST_NORMAL;
  }
}
