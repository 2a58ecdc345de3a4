package io.lockstep.fingerprint.catalogs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The system catalogs that describe a schema. Each row of them belongs to an object, by whose class
 * and OID it is found; {@code x} is the catalog in the SQL.
 */
enum WatchedCatalog {
  /** An index counts in pg_index. */
  CLASS("pg_class", "pg_class", "x.oid", Loss.UNIT, "x.oid", "x.relkind not in ('i', 'I', 't')"),
  ATTRIBUTE("pg_attribute", "pg_class", "x.attrelid", Loss.WITH_ANOTHER),
  ATTRDEF("pg_attrdef", "pg_class", "x.adrelid", Loss.WITH_ANOTHER),
  CONSTRAINT(
      "pg_constraint",
      "pg_constraint",
      "x.oid",
      Loss.PART,
      "(case x.conrelid when 0 then x.contypid else x.conrelid end)",
      ""),
  INDEX("pg_index", "pg_class", "x.indrelid", Loss.PART),
  TRIGGER("pg_trigger", "pg_trigger", "x.oid", Loss.PART, "x.tgrelid", ""),
  REWRITE("pg_rewrite", "pg_class", "x.ev_class", Loss.PART),
  POLICY("pg_policy", "pg_class", "x.polrelid", Loss.PART),
  INHERITS("pg_inherits", "pg_class", "x.inhrelid", Loss.PART),
  STATISTIC("pg_statistic_ext", "pg_class", "x.stxrelid", Loss.PART),
  SEQUENCE("pg_sequence", "pg_class", "x.seqrelid", Loss.WITH_ANOTHER),
  FOREIGN_TABLE("pg_foreign_table", "pg_class", "x.ftrelid", Loss.WITH_ANOTHER),
  PARTITIONED_TABLE("pg_partitioned_table", "pg_class", "x.partrelid", Loss.WITH_ANOTHER),
  TYPE(
      "pg_type",
      "pg_type",
      "x.oid",
      Loss.UNIT,
      "x.oid",
      "x.typtype in ('e', 'd', 'r') or x.typtype in ('b', 'p') and x.typinput <> 'pg_catalog.array_in'::pg_catalog.regproc"),
  RANGE("pg_range", "pg_type", "x.rngtypid", Loss.WITH_ANOTHER),
  /** A constant of an enum may stand anywhere, and a changed row is a renamed value. */
  ENUM("pg_enum", "pg_type", "x.enumtypid", Loss.ANYTHING),
  PROC("pg_proc", "pg_proc", "x.oid", Loss.UNIT),
  AGGREGATE("pg_aggregate", "pg_proc", "x.aggfnoid::pg_catalog.oid", Loss.WITH_ANOTHER),
  EXTENSION("pg_extension", "pg_extension", "x.oid", Loss.UNIT),
  DEFAULT_ACL("pg_default_acl", "pg_default_acl", "x.oid", Loss.UNIT),
  DESCRIPTION("pg_description", "", "x.objoid", Loss.PART, "", ""),
  /** Which table a sequence belongs to. */
  OWNED(
      """
      pg_depend x join pg_catalog.pg_sequence s on s.seqrelid = x.objid
       where x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and x.refclassid = x.classid
         and x.deptype in ('a', 'i')\
      """,
      "pg_class",
      "x.objid",
      Loss.PART),
  /** What belongs to an extension is not described, what leaves one or goes with it is. */
  MEMBER(
      "pg_depend x where x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and x.deptype in ('e', 'x')",
      "",
      "x.objid",
      Loss.ANYTHING),
  /** All names may have changed. */
  NAMESPACE("pg_namespace x where not pg_catalog.starts_with(x.nspname, 'pg_')"),
  /** A name that PostgreSQL has, too, is written with its schema. */
  BUILT_IN("pg_proc x where x.pronamespace = 'pg_catalog'::pg_catalog.regnamespace"),
  OPERATOR("pg_operator"),
  COLLATION("pg_collation"),
  OPCLASS("pg_opclass"),
  CAST("pg_cast"),
  TS_CONFIG("pg_ts_config"),
  TS_DICT("pg_ts_dict"),
  LANGUAGE("pg_language"),
  FOREIGN_SERVER("pg_foreign_server"),
  ACCESS_METHOD("pg_am");

  /**
   * Rows are counted by the OID of their unit modulo this, a power of two, so that it shows in
   * which of so many groups of units something has gone.
   */
  static final int GROUPS = 128;

  /** What it means if rows of a catalog have gone, by deletion or by a change. */
  enum Loss {
    /** A unit may be gone. */
    UNIT,
    /** A part of a unit may be gone, without a trace in the unit's other rows. */
    PART,
    /** Another row of the same unit has changed, too, or has gone. */
    WITH_ANOTHER,
    /** Any object may be described otherwise. */
    ANYTHING;

    boolean isOfUnits() {
      return this == UNIT || this == PART;
    }
  }

  private final String from;
  private final Optional<String> address;
  private final Optional<String> unit;
  private final String counted;
  final Loss loss;

  WatchedCatalog(String from, String owner, String id, Loss loss) {
    this(from, owner, id, loss, id, "");
  }

  /**
   * @param unit the OID of the unit to which a row belongs; empty if a lost row doesn't tell it
   * @param counted which rows count as lost, if not all; a new one is found whatever it is
   */
  WatchedCatalog(String from, String owner, String id, Loss loss, String unit, String counted) {
    this.from = from;
    this.address =
        Optional.of(
            (owner.isEmpty()
                    ? "x.class" + (from.startsWith("pg_desc") ? "oid" : "id")
                    : "'pg_catalog." + owner + "'::pg_catalog.regclass::pg_catalog.oid")
                + " || ' ' || "
                + id);
    this.unit = Optional.of(unit).filter(u -> !u.isEmpty() && loss.isOfUnits());
    this.counted = counted;
    this.loss = loss;
  }

  /** One of which any change may change any description. */
  WatchedCatalog(String from) {
    this.from = from;
    this.address = Optional.empty();
    this.unit = Optional.empty();
    this.counted = "";
    this.loss = Loss.ANYTHING;
  }

  /** True if a new row in it may change the description of objects that have no new row. */
  boolean changesOthers() {
    return address.isEmpty();
  }

  /**
   * Counts its rows, group by group, and gathers the addresses of those that are new. Where no row
   * goes alone, the others are not counted: a condition takes half the time of a filter.
   */
  private String query() {
    String source = from.contains(" x ") ? from : from + " x";
    String isNew = "pg_catalog.age(x.xmin) <= (select since from env)";
    String group =
        unit.map(id -> "%s::pg_catalog.int8 & %d".formatted(id, GROUPS - 1)).orElse("-1");
    return """
    select '%s', %s, pg_catalog.count(*),
           pg_catalog.array_agg((pg_catalog.age(x.xmin) <= (select until from env))::int || ' ' || %s || ' ' || %s) filter (where %s)
      from pg_catalog.%s%s%s
    """
        .formatted(
            name().toLowerCase(Locale.ROOT),
            group,
            counted.isEmpty() ? "'0'" : "(not (" + counted + "))::int",
            address.orElse("0 || ' ' || 0"),
            isNew,
            source,
            loss == Loss.WITH_ANOTHER
                ? " where " + isNew
                : counted.isEmpty() ? "" : " where " + counted + " or " + isNew,
            unit.isEmpty() ? "" : " group by " + group);
  }

  /** One query for all. */
  static String queries() {
    List<String> all = new ArrayList<>();
    for (WatchedCatalog catalog : values()) {
      all.add(catalog.query());
    }
    return String.join("union all\n", all);
  }
}
