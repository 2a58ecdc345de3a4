package io.lockstep.fingerprint.objects;

import io.lockstep.fingerprint.objects.ObjectKinds.Kind;

/**
 * Comments, and the rights that roles have, as far as they differ from PostgreSQL's defaults. A
 * role's USAGE on the home schema itself is left out: Lockstep grants it to its own reader.
 */
final class GrantSql {
  private static final String GRANTS =
      """
      , object as (
        select case c.relkind when 'S' then 'sequence' else 'table' end as type, c.name, c.relowner as owner,
               c.relacl as acl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner) as normal, c.whole, c.unit
          from rel c
        union all
        select 'column', c.name || '.' || quote_ident(a.attname), c.relowner, a.attacl, acldefault('c', c.relowner), c.whole, c.unit
          from rel c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
         where a.attacl is not null and a.attrelid >= 16384
        union all
        select 'type', t.name, t.typowner, t.typacl, acldefault('T', t.typowner), t.whole, t.unit from typ t
        union all
        select 'schema', quote_ident(n.nspname), n.nspowner, n.nspacl, acldefault('n', n.nspowner), n.whole, n.unit from ns n where true{grantedSchemas}{routineGrants})
      select 'grant' as kind,
             'on ' || o.type || ' ' || o.name || ' to '
               || case g.grantee when 0 then 'public' when o.owner then 'its owner'
                                 else quote_ident(pg_get_userbyid(g.grantee)) end as name,
             coalesce(g.rights, 'nothing') as definition,
             o.whole, o.unit
        from object o
       cross join lateral (
               select coalesce(is_now.grantee, was.grantee) as grantee, is_now.rights
                 from ({now}) is_now
                 full join ({normal}) was on was.grantee = is_now.grantee
                where is_now.rights is distinct from was.rights) g
       where o.acl is not null
      """;

  private static final String ROUTINES =
      """

        union all
        select 'routine', r.name, r.proowner, r.proacl, acldefault('f', r.proowner), r.whole, r.unit from routine r""";

  private static final String RIGHTS =
      """
      select x.grantee, string_agg(distinct r.word, ', ' order by r.word) as rights
        from aclexplode({acl}) x
       cross join lateral (
               select lower(x.privilege_type) || case when x.is_grantable then ' with grant option' else '' end
                      collate "C" as word) r
       where o.type <> 'schema' or o.whole <> '' or x.privilege_type <> 'USAGE' or x.grantee = 0
       group by x.grantee
      """;

  private static final String DEFAULT_PRIVILEGES =
      """
      select 'default privileges',
             'of ' || quote_ident(pg_get_userbyid(d.defaclrole)) || ' on '
               || case d.defaclobjtype::text when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines'
                                             when 'T' then 'types' else d.defaclobjtype::text end
               || ' to ' || case o.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(o.grantee)) end
               || case when ns.home then '' else ' in ' || ns.whole end,
             o.rights, ns.whole, 'd' || d.oid
        from pg_default_acl d
        join ns on ns.oid = d.defaclnamespace
       cross join lateral (
               select x.grantee,
                      string_agg(lower(x.privilege_type)
                                 || case when x.is_grantable then ' with grant option' else '' end, ', '
                                 order by x.privilege_type collate "C") as rights
                 from aclexplode(d.defaclacl) x
                group by x.grantee) o
       where true{defaults}
      """;

  private static final String COMMENTS =
      """
      select 'comment',
             'on ' || o.type || ' ' || {identity},
             d.description, known.whole, known.unit
        from (select 'pg_namespace'::regclass as class, oid, whole, unit from ns where true{schemas}{others}) known
        join pg_description d on d.classoid = known.class and d.objoid = known.oid
       cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) o
       cross join given g
      """;

  private static final int PARENT_TRIGGERS_SINCE = 130_000;

  /** What ALTER … DEPENDS ON EXTENSION can name. */
  private static final String DEPENDENCIES =
      """
      select 'dependency',
             'of ' || o.type || ' ' || {identity} || ' on extension ' || quote_ident(e.extname),
             '', known.whole, known.unit
        from (select 'pg_proc'::regclass as class, oid, whole, unit from routine
              union all select 'pg_class'::regclass, oid, whole, unit from rel
              union all select 'pg_class'::regclass, x.indexrelid, rel.whole, rel.unit from pg_index x join rel on rel.oid = x.indrelid
              union all select 'pg_trigger'::regclass, g.oid, rel.whole, rel.unit from pg_trigger g join rel on rel.oid = g.tgrelid) known
        join pg_depend d on d.classid = known.class and d.objid = known.oid and d.deptype = 'x'
        join pg_extension e on d.refclassid = 'pg_extension'::regclass and e.oid = d.refobjid
       cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) o
       cross join given g
      """;

  /** PostgreSQL's name of an object, without the home schema. */
  private static final String IDENTITY =
      """
      case when starts_with(o.identity, quote_ident(g.home) || '.')
                       then substr(o.identity, length(quote_ident(g.home)) + 2) else o.identity end""";

  /** A comment on a view's own rule, or on a partition's copy of a trigger, is not dumped. */
  private static final String COMMENTED =
      """

              union all select 'pg_class'::regclass, oid, whole, unit from rel
              union all select 'pg_class'::regclass, x.indexrelid, rel.whole, rel.unit from pg_index x join rel on rel.oid = x.indrelid
              union all select 'pg_proc'::regclass, oid, whole, unit from routine
              union all select 'pg_type'::regclass, oid, whole, unit from typ
              union all select 'pg_constraint'::regclass, k.oid, rel.whole, rel.unit
                          from pg_constraint k join rel on rel.oid = k.conrelid
              union all select 'pg_constraint'::regclass, k.oid, typ.whole, typ.unit
                          from pg_constraint k join typ on typ.oid = k.contypid
              union all select 'pg_trigger'::regclass, g.oid, rel.whole, rel.unit from pg_trigger g join rel on rel.oid = g.tgrelid{triggers}
              union all select 'pg_policy'::regclass, p.oid, rel.whole, rel.unit from pg_policy p join rel on rel.oid = p.polrelid
              union all select 'pg_rewrite'::regclass, r.oid, rel.whole, rel.unit from pg_rewrite r join rel on rel.oid = r.ev_class where r.rulename <> '_RETURN'
              union all select 'pg_statistic_ext'::regclass, s.oid, rel.whole, rel.unit
                          from pg_statistic_ext s join rel on rel.oid = s.stxrelid""";

  private GrantSql() {}

  /** The part after the common one, which it extends. */
  static String of(ObjectKinds kinds) {
    return GRANTS
            .replace("{routineGrants}", kinds.only(Kind.ROUTINE, ROUTINES))
            .replace("{now}", RIGHTS.replace("{acl}", "o.acl"))
            .replace("{normal}", RIGHTS.replace("{acl}", "o.normal"))
        + kinds.only(Kind.DEFAULT_PRIVILEGES, " union all " + DEFAULT_PRIVILEGES)
        + kinds.only(
            Kind.EXTENSION_DEPENDENCY, " union all " + DEPENDENCIES.replace("{identity}", IDENTITY))
        + " union all "
        + COMMENTS
            .replace("{identity}", IDENTITY)
            .replace("{others}", kinds.only(Kind.COMMENT, COMMENTED))
            .replace(
                "{triggers}", kinds.since(PARENT_TRIGGERS_SINCE, " where g.tgparentid = 0", ""));
  }
}
