package io.lockstep.fingerprint.objects;

/**
 * The indexes of many tables. PostgreSQL opens the table to write an index down, which takes longer
 * than all else that is read of both. So the plain ones are put together here, as it would: B-trees
 * on one or two columns, ascending, with nothing else to say. The planner takes longer over it, so
 * that it is no gain where there are few.
 */
final class ManyIndexesSql {
  private static final int NULLS_NOT_DISTINCT_SINCE = 150_000;

  /** A later version may have more to say about a plain index. */
  private static final int KNOWN_BEFORE = 190_000;

  private static final String WRITTEN_BY_SERVER = "pg_get_indexdef(x.indexrelid)";

  private static final String WRITTEN_HERE =
      """
      case when (a.atttypid, x.indclass[0]) in (select type, class from btree)
                and x.indcollation[0] in (0, a.attcollation)
                and (x.indnatts = 1
                     or (b.atttypid, x.indclass[1]) in (select type, class from btree)
                        and x.indcollation[1] in (0, b.attcollation))
           then concat('CREATE ', case when x.indisunique then 'UNIQUE ' end, 'INDEX ', quote_ident(i.relname),
                       ' ON ', case when c.prefix = '' then g.prefix end, c.name, ' USING btree (',
                       quote_ident(a.attname), ', ' || quote_ident(b.attname), ')')
           else pg_get_indexdef(x.indexrelid) end""";

  /**
   * {@code btree}: the operator classes that are not written down, by the column's type. A varchar
   * has text's, unless somebody has made another one that it could have.
   */
  private static final String QUERY =
      """
      select *
        from (with btree as materialized (
                select c.type, o.oid as class
                  from pg_am m
                  join pg_opclass o on o.opcmethod = m.oid
                 cross join lateral (
                         select o.opcintype as type
                         union all
                         select 'varchar'::regtype
                          where o.opcintype = 'text'::regtype
                            and not exists (select from pg_opclass p
                                             where p.opcmethod = m.oid and p.opcdefault
                                               and p.oid >= 16384 and p.opcintype < 16384)) c
                 where m.amname = 'btree' and o.opcdefault and o.oid < 16384)
              {indexes}
               cross join (select quote_ident(home) || '.' as prefix from given) g
                left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
                     and x.indnatts <= 2 and x.indnkeyatts = x.indnatts and x.indexprs is null and x.indpred is null
                     and x.indoption[0] = 0 and (x.indnatts = 1 or x.indoption[1] = 0){distinct}
                     and i.relkind = 'i' and i.reloptions is null
                     and i.relam = (select oid from pg_am where amname = 'btree')
                left join pg_attribute b on b.attrelid = x.indrelid and b.attnum = x.indkey[1]) plain
      """
          .replace("{indexes}", TableSql.INDEXES.replace(WRITTEN_BY_SERVER, WRITTEN_HERE));

  private ManyIndexesSql() {}

  /** The query for this server version (as in server_version_num). */
  static String of(int server) {
    if (server >= KNOWN_BEFORE) {
      return TableSql.INDEXES;
    }
    return QUERY.replace(
        "{distinct}", server >= NULLS_NOT_DISTINCT_SINCE ? " and not x.indnullsnotdistinct" : "");
  }
}
