package io.lockstep.fingerprint.catalogs;

/**
 * Counts the parts of units that can go without a trace in the unit's other rows: a constraint, a
 * trigger, a comment; and looks which units have gone, or have other parts.
 */
public final class UnitParts {
  /** A part by itself, and the comments on it. */
  private static final String PART =
      """
      select '%1$s', %3$s from pg_catalog.%2$s where %3$s {is}
      union all
      select '%1$s', x.%3$s
        from pg_catalog.%2$s x
        join pg_catalog.pg_description d on d.objoid = x.%4$s
       where x.%3$s {is} and d.objoid >= 16384 and d.classoid = 'pg_catalog.%5$s'::pg_catalog.regclass
      union all
      """;

  /** The schema public has a fixed OID (pg_namespace.dat). */
  private static final String OTHERS =
      """
      select 'r', tgrelid from pg_catalog.pg_trigger where not tgisinternal and tgrelid {is}
      union all
      select 'r', x.tgrelid
        from pg_catalog.pg_trigger x
        join pg_catalog.pg_description d on d.objoid = x.oid
       where not x.tgisinternal and x.tgrelid {is}
         and d.objoid >= 16384 and d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
      union all
      select 'r', inhrelid from pg_catalog.pg_inherits where inhrelid {is}
      union all
      select 'r', s.seqrelid
        from pg_catalog.pg_sequence s
        join pg_catalog.pg_depend d on d.objid = s.seqrelid
       where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refclassid = d.classid
         and d.deptype in ('a', 'i') and s.seqrelid {is}
      union all
      select 'r', oid from pg_catalog.pg_class where relkind = 'c' and oid {is}
      union all
      select 'r', k.oid
        from pg_catalog.pg_class k
        join pg_catalog.pg_type t on t.oid = k.reltype and t.typrelid = k.oid
        join pg_catalog.pg_description d on d.objoid = t.oid
       where k.relkind = 'c' and k.oid {is}
         and d.objoid >= 16384 and d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
      union all
      select case classoid when 'pg_catalog.pg_class'::pg_catalog.regclass then 'r'
                           when 'pg_catalog.pg_type'::pg_catalog.regclass then 't'
                           when 'pg_catalog.pg_proc'::pg_catalog.regclass then 'f'
                           when 'pg_catalog.pg_namespace'::pg_catalog.regclass then 'n'
                           else '?' end, objoid
        from pg_catalog.pg_description where objoid {is}{public}
      """;

  private static final String QUERY =
      "counted (kind, id, parts) as (select kind, id, pg_catalog.count(*) from ("
          + part('r', "pg_constraint", "conrelid", "oid", "pg_constraint")
          + part('t', "pg_constraint", "contypid", "oid", "pg_constraint")
          + part('r', "pg_rewrite", "ev_class", "oid", "pg_rewrite")
          + part('r', "pg_policy", "polrelid", "oid", "pg_policy")
          + part('r', "pg_index", "indrelid", "indexrelid", "pg_class")
          + part('r', "pg_statistic_ext", "stxrelid", "oid", "pg_statistic_ext")
          + OTHERS
          + ") p (kind, id) group by kind, id)\n";

  /** A part of a WITH clause: {@code counted} has a unit's kind and id, and its parts; of all. */
  public static final String OF_ALL =
      QUERY.replace("{is}", ">= 16384").replace("{public}", " or objoid = 2200");

  /** The same for the units whose OIDs are {@code ids} in a query {@code given}. */
  public static final String OF_GIVEN =
      QUERY
          .replace("{is}", "= any((select ids from given)::pg_catalog.oid[])")
          .replace("{public}", "");

  private static final String GONE =
      gone('r', "pg_class")
          + " union all "
          + gone('t', "pg_type")
          + " union all "
          + gone('f', "pg_proc")
          + " union all "
          + gone('e', "pg_extension")
          + " union all "
          + gone('d', "pg_default_acl");

  private static final String WITH_OTHER_PARTS =
      """
      select s.unit
        from stored s
        left join counted n on n.kind = s.kind and n.id = s.id
       where s.parts <> coalesce(n.parts, 0)
      """;

  /** In so many groups, the parts of all units are counted in less time than those of some. */
  private static final int MANY = CatalogScan.GROUPS / 8;

  private UnitParts() {}

  /**
   * The rest of a statement whose WITH clause has a query {@code stored} of unit, kind, id and
   * parts: those of its units that are gone, or have other parts.
   *
   * @param groups of how many groups of units they are
   */
  public static String lost(int groups) {
    return (groups < MANY
            ? "given as (select pg_catalog.array_agg(id) as ids from stored), " + OF_GIVEN
            : OF_ALL)
        + GONE
        + " union all "
        + WITH_OTHER_PARTS;
  }

  private static String part(char kind, String from, String owner, String id, String catalog) {
    return PART.formatted(kind, from, owner, id, catalog);
  }

  private static String gone(char kind, String catalog) {
    return "select unit from stored where kind = '%s' and not exists (select from pg_catalog.%s where oid = id)"
        .formatted(kind, catalog);
  }
}
