package io.lockstep.fingerprint.objects;

import io.lockstep.fingerprint.objects.ObjectKinds.Kind;

/** Sequences, types, routines, extensions and schemas. */
final class TypeAndRoutineSql {
  private static final int MULTIRANGES_SINCE = 140_000;

  private static final String MULTIRANGE = ", 'multirange ' || format_type(r.rngmultitypid, null)";

  private static final String SEQUENCES =
      """
      select 'sequence' as kind, c.name,
             concat_ws(chr(10),
               'as ' || format_type(s.seqtypid, null),
               'start ' || s.seqstart,
               'increment ' || s.seqincrement,
               'minvalue ' || s.seqmin,
               'maxvalue ' || s.seqmax,
               case when s.seqcache <> 1 then 'cache ' || s.seqcache end,
               case when s.seqcycle then 'cycle' end,
               case c.relpersistence when 'u' then 'unlogged' end,
               (select 'owned by ' || o.oid::regclass || '.' || quote_ident(a.attname)
                  from pg_depend d
                  join pg_class o on o.oid = d.refobjid
                  join pg_attribute a on a.attrelid = o.oid and a.attnum = d.refobjsubid
                 where d.classid = 'pg_class'::regclass and d.objid = c.oid
                   and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))) as definition,
             c.whole, c.unit
        from rel c
        join pg_sequence s on s.seqrelid = c.oid
      """;

  private static final String BASE =
      """
      when 'b' then (select concat_ws(' ', 'input', b.typinput, 'output', b.typoutput, 'receive', b.typreceive,
                                          'send', b.typsend, 'typmod', b.typmodin, b.typmodout, 'analyze', b.typanalyze,
                                          'length', b.typlen, b.typbyval, 'alignment', b.typalign, 'storage', b.typstorage,
                                          'category', b.typcategory, b.typispreferred, 'delimiter', b.typdelim,
                                          'element', b.typelem::regtype, 'collation', b.typcollation, 'default', b.typdefault)
                                   from pg_type b where b.oid = t.oid)""";

  /** The order of a composite type's columns counts. */
  private static final String TYPES =
      """
      select t.kind, t.name,
             case t.typtype
                  when 'e' then (select string_agg(quote_literal(e.enumlabel), chr(10) order by e.enumsortorder)
                                   from pg_enum e where e.enumtypid = t.oid)
                  when 'c' then (select string_agg(concat_ws(' ', quote_ident(a.attname),
                                                             format_type(a.atttypid, a.atttypmod),
                                                             case when a.attcollation <> y.typcollation
                                                                  then 'collate ' || l.collname end),
                                                   chr(10) order by a.attnum)
                                   from pg_attribute a
                                   join pg_type y on y.oid = a.atttypid
                                   left join pg_collation l on l.oid = a.attcollation
                                  where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
                  when 'r' then (select concat_ws(chr(10),
                                          'subtype ' || format_type(r.rngsubtype, null),
                                          'operator class ' || o.opcname,
                                          'collate ' || l.collname,
                                          'canonical ' || nullif(r.rngcanonical, 0)::regproc,
                                          'subtype_diff ' || nullif(r.rngsubdiff, 0)::regproc{multirange})
                                   from pg_range r
                                   join pg_opclass o on o.oid = r.rngsubopc
                                   left join pg_collation l on l.oid = r.rngcollation
                                  where r.rngtypid = t.oid)
                  {base}
                  when 'p' then 'shell'
                  else concat_ws(chr(10),
                         format_type(t.typbasetype, t.typtypmod),
                         (select 'collate ' || l.collname
                            from pg_type b join pg_collation l on l.oid = t.typcollation
                           where b.oid = t.typbasetype and b.typcollation <> t.typcollation),
                         case when t.typnotnull then 'not null' end,
                         'default ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault)) end,
             t.whole, t.unit
        from typ t
      union all
      select 'constraint', t.name || '.' || quote_ident(k.conname), pg_get_constraintdef(k.oid), t.whole, t.unit
        from typ t
        join pg_constraint k on k.contypid = t.oid
       where k.contype = 'c'
      """;

  private static final String ROUTINES =
      """
      select r.kind, r.name,
             case r.prokind when 'a' then
               (select concat_ws(chr(10),
                         'returns ' || pg_get_function_result(r.oid),
                         case a.aggkind::text when 'o' then 'ordered set' when 'h' then 'hypothetical set' end,
                         'sfunc ' || a.aggtransfn::regprocedure,
                         'stype ' || format_type(a.aggtranstype, null),
                         case when a.aggtransspace <> 0 then 'sspace ' || a.aggtransspace end,
                         'initcond ' || quote_literal(a.agginitval),
                         'finalfunc ' || nullif(a.aggfinalfn, 0)::regprocedure || ' ' || a.aggfinalmodify::text
                           || case when a.aggfinalextra then ' extra' else '' end,
                         'combinefunc ' || nullif(a.aggcombinefn, 0)::regprocedure,
                         'serialfunc ' || nullif(a.aggserialfn, 0)::regprocedure,
                         'deserialfunc ' || nullif(a.aggdeserialfn, 0)::regprocedure,
                         'msfunc ' || nullif(a.aggmtransfn, 0)::regprocedure,
                         'minvfunc ' || nullif(a.aggminvtransfn, 0)::regprocedure,
                         'mfinalfunc ' || nullif(a.aggmfinalfn, 0)::regprocedure || ' ' || a.aggmfinalmodify::text
                           || case when a.aggmfinalextra then ' extra' else '' end,
                         'mstype ' || format_type(nullif(a.aggmtranstype, 0), null),
                         case when a.aggmtransspace <> 0 then 'msspace ' || a.aggmtransspace end,
                         'minitcond ' || quote_literal(a.aggminitval),
                         'sortop ' || nullif(a.aggsortop, 0)::regoperator,
                         'parallel ' || p.proparallel::text)
                  from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid where a.aggfnoid = r.oid)
             else pg_get_functiondef(r.oid) end,
             r.whole, r.unit
        from routine r
      """;

  /** An extension's name belongs to the database, not to a schema. */
  private static final String EXTENSIONS =
      """
      select 'extension', quote_ident(e.extname),
             concat_ws(chr(10), 'version ' || e.extversion, case when not ns.home then ns.whole end),
             'extension ' || quote_ident(e.extname), 'e' || e.oid
        from pg_extension e
        join ns on ns.oid = e.extnamespace
       where true{extensions}
      """;

  private static final String SCHEMAS =
      """
      select 'schema', quote_ident(ns.nspname), '', ns.whole, ns.unit from ns where not ns.home{schemas}
      """;

  private TypeAndRoutineSql() {}

  /** The part after the common one. */
  static String of(ObjectKinds kinds) {
    String types =
        TYPES
            .replace("{multirange}", kinds.since(MULTIRANGES_SINCE, MULTIRANGE, ""))
            // a base type has functions of its own
            .replace("{base}", kinds.only(Kind.ROUTINE, BASE));
    return String.join(" union all ", SEQUENCES, types, EXTENSIONS, SCHEMAS)
        + kinds.only(Kind.ROUTINE, " union all " + ROUTINES);
  }
}
