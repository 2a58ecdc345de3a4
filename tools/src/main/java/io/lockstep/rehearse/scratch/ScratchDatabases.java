package io.lockstep.rehearse.scratch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Scratch databases of one rehearsal, dropped when it is closed.
 *
 * <p>A process that is killed can't drop them. So each has a comment that describes it, and its
 * rehearsal keeps a session with a name of its own. The next rehearsal drops databases whose
 * session is gone, to which nobody is connected, and which belong to its role.
 */
public final class ScratchDatabases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");
  private static final String PREFIX = "lockstep_rehearsal_";
  private static final String COMMENT = "scratch database of lockstep rehearse";
  private static final String SESSION = "lockstep rehearsal ";
  private static final int ID_LENGTH = 12;

  /** Copying a database waits for no lock on a table. */
  private static final Duration NO_LIMIT = Duration.ZERO;

  private final Session session;
  private final Connector server;
  private final String id;
  private final Set<String> rolesBefore;
  private final List<String> open = new ArrayList<>();
  private int made;

  private ScratchDatabases(Session session, Connector server, String id) {
    this.session = session;
    this.server = server;
    this.id = id;
    this.rolesBefore = Set.copyOf(roles());
  }

  /**
   * Begins, and drops databases that killed rehearsals have left.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if none can be created on the server
   */
  static ScratchDatabases on(Connector server) {
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
    ScratchDatabases databases =
        new ScratchDatabases(server.openPrimary(SESSION + id, NO_LIMIT, false), server, id);
    try {
      databases.leftBehind().forEach(databases::dropLeftBehind);
      return databases;
    } catch (RuntimeException e) {
      databases.session.close();
      throw e;
    }
  }

  private List<String> roles() {
    return session
        .jdbc()
        .sql("select rolname from pg_catalog.pg_roles order by rolname")
        .query(String.class)
        .list();
  }

  /** The roles that somebody has made since it began: they are the server's, and stay. */
  public List<String> newRoles() {
    return roles().stream().filter(role -> !rolesBefore.contains(role)).toList();
  }

  /** Creates an empty one. */
  Connector create() {
    return create("template0");
  }

  /** Creates a copy of this one, to which nobody may be connected. */
  public Connector copy(Connector original) {
    return create(original.settings().database());
  }

  private Connector create(String template) {
    String name = PREFIX + id + "_" + ++made;
    try {
      execute(
          "create database " + Identifier.quote(name) + " template " + Identifier.quote(template));
    } catch (DataAccessException e) {
      throw SqlStates.isForbidden(e) ? forbidden(e) : e;
    }
    open.add(name);
    execute("comment on database " + Identifier.quote(name) + " is '" + COMMENT + "'");
    settingsOfTheOriginal(name).forEach(this::set);
    return server.to(server.settings().withDatabase(name));
  }

  /**
   * The settings that scripts find in the configured database, such as a time zone or an
   * extension's settings. The values of lists are quoted already. Any role may make its own
   * settings, so these are made as the role that logged in, whatever role it becomes then.
   */
  private List<String> settingsOfTheOriginal(String name) {
    return session
        .jdbc()
        .sql(
            """
            select case when s.setrole = 0 then format('reset role; alter database %I', cast(:name as text))
                        else format('set role none; alter role %I in database %I', session_user, cast(:name as text)) end
                   || format(' set %I to ', split_part(c.setting, '=', 1))
                   || case when split_part(c.setting, '=', 1)
                                in ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
                           then coalesce(nullif(c.value, ''), '''''') else quote_literal(c.value) end
              from pg_catalog.pg_db_role_setting s
              join pg_catalog.pg_database d on d.oid = s.setdatabase and d.datname = current_database(),
                   lateral (select u.setting, substr(u.setting, strpos(u.setting, '=') + 1) as value
                              from unnest(s.setconfig) as u (setting)) as c
             where s.setrole in (0, (select r.oid from pg_catalog.pg_roles r where r.rolname = session_user))
            """)
        .param("name", name)
        .query(String.class)
        .list();
  }

  private void set(String statement) {
    try {
      execute(statement);
    } catch (DataAccessException e) {
      log.debug("a superuser's setting is not made in a scratch database", e);
    } finally {
      execute("reset role");
    }
  }

  /** The role that lacks the right is the one that the login becomes (ALTER ROLE … SET role). */
  private LockstepException forbidden(Exception cause) {
    String role = session.jdbc().sql("select current_user").query(String.class).single();
    return new LockstepException(
            ExitCode.REFUSED,
            "making a scratch database on " + server.settings(),
            "the role may not create databases",
            "As a superuser: ALTER ROLE " + Identifier.quote(role) + " CREATEDB;")
        .causedBy(cause);
  }

  /** Drops one before the end. */
  public void drop(Connector database) {
    String name = database.settings().database();
    drop(name);
    open.remove(name);
  }

  private void drop(String name) {
    execute("drop database if exists " + Identifier.quote(name) + " with (force)");
  }

  private void execute(String sql) {
    session.jdbc().sql(sql).update();
  }

  private List<String> leftBehind() {
    return session
        .jdbc()
        .sql(
            """
            select d.datname
              from pg_catalog.pg_database d
             where starts_with(d.datname, :prefix)
               and shobj_description(d.oid, 'pg_database') = :comment
               and pg_has_role(d.datdba, 'usage')
               and not exists (select from pg_catalog.pg_stat_activity a
                                where a.datid = d.oid
                                   or a.application_name = :session || substr(d.datname, length(:prefix) + 1, :length))
            """)
        .param("prefix", PREFIX)
        .param("comment", COMMENT)
        .param("session", SESSION)
        .param("length", ID_LENGTH)
        .query(String.class)
        .list();
  }

  private void dropLeftBehind(String name) {
    try {
      execute("drop database if exists " + Identifier.quote(name));
      log.info("dropped {}, left behind by a rehearsal that was killed", name);
    } catch (DataAccessException e) {
      log.warn(
          "{} was left behind by a rehearsal and can't be dropped: {}",
          name,
          SqlStates.firstLine(e));
    }
  }

  @Override
  public void close() {
    for (String name : open) {
      try {
        drop(name);
      } catch (DataAccessException e) {
        log.debug("the server is gone, or the next rehearsal drops " + name, e);
      }
    }
    session.close();
  }
}
