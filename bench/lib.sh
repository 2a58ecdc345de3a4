# shellcheck shell=bash
# What the benchmarks share: a PostgreSQL of their own, a copy of the built program, and statistics. Sourced.

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(dirname "$bench")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
work=''
program=''
server_input=''
server_pid=''

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

say() {
  echo "${0##*/}: $*" >&2
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "needs $tool on the PATH (a JDK also from JAVA_HOME)"
  done
}

# Prints the comment at the top of the calling script.
help_text() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
}

# read_runs_and_count "$@": the options of a benchmark that has these two, into runs and count.
read_runs_and_count() {
  while (($# > 0)); do
    case $1 in
      --help | -h) help_text && exit ;;
      --runs) runs=${2:?--runs needs a number} && shift 2 ;;
      --count) count=${2:?--count needs a number} && shift 2 ;;
      *) die "unknown option $1; see --help" ;;
    esac
  done
  [[ $runs =~ ^[1-9][0-9]*$ ]] || die "--runs $runs: give a number above 0"
  [[ $count =~ ^[1-9][0-9]*$ ]] || die "--count $count: give a number above 0"
}

# Sets up the work folder, and its removal together with the server's end.
begin() {
  need "$java" "$javac" psql awk
  work=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-bench.XXXXXX")
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

clean_up() {
  if [[ -n $server_input ]]; then
    exec {server_input}>&- # the server ends with its standard input
    wait "$server_pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}

# Builds by way of ./lockstep, and copies the result, so that a build that somebody starts meanwhile is not measured. The
# copy has AOT caches of its own where the JDK can make them: a cache belongs to its jars' places. A benchmark that runs
# others gives them its copy by LOCKSTEP_BENCH_PROGRAM.
copy_program() {
  program=${LOCKSTEP_BENCH_PROGRAM:-}
  if [[ -z $program ]]; then
    program=$work/program
    (cd "$home" && ./lockstep help >/dev/null)
    copy_jars
    "$program/lockstep" help >/dev/null
  fi
  read_java_command
}

copy_jars() {
  local module
  for module in jobs functions demo; do
    mkdir -p "$program/$module/target"
    cp -r "$home/$module"/target/{lockstep-"$module".jar,lib} "$program/$module/target/"
  done
  mkdir -p "$program/image"
  cp "$home/image/train" "$program/image/"
  cp -r "$home"/{lockstep,pom.xml,db} "$program/"
  touch "$program/demo/target/.built"
}

# java_command WORD…: the java command that ./lockstep would run, a word a line: it is written down there and nowhere
# else. It is given a java that prints its arguments.
java_command() {
  local fake=$work/fake-jdk
  mkdir -p "$fake/bin"
  printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >"$fake/bin/java"
  chmod +x "$fake/bin/java"
  cp "$(dirname "$(dirname "$(readlink -f "$(type -P "$java")")")")/release" "$fake/"
  echo "$java"
  JAVA_HOME=$fake "$program/lockstep" "$@"
}

read_java_command() {
  mapfile -t lockstep < <(java_command)
  read_java_flags "${lockstep[@]:1}"
}

# read_java_flags WORD…: of these, the flags that any program gets; an AOT cache is Lockstep's own.
read_java_flags() {
  local flag
  java_flags=()
  for flag in "$@"; do
    case $flag in
      -cp) break ;;
      -XX:AOTCache=* | -Xlog:*) ;;
      *) java_flags+=("$flag") ;;
    esac
  done
}

# Compiles the stock Flyway program beforehand: compiling is not to be measured. Its classpath has what Flyway itself
# needs and no more; with slf4j and logback on it, it would log every detail. Its module for PostgreSQL is no part of
# Lockstep, whose tests use it.
prepare_flyway() {
  "$home/mvnw" -q -ntp -f "$home/pom.xml" -pl engine dependency:copy-dependencies -DincludeScope=test \
    -DincludeArtifactIds=flyway-database-postgresql -DoutputDirectory="$work/flyway-module" >&2
  local jars=("$program"/jobs/target/lib/{flyway-*,jackson-*,postgresql-*,jspecify-*,joda-time-*}.jar "$work"/flyway-module/*.jar)
  local classpath
  classpath=$(IFS=:; echo "${jars[*]}")
  "$javac" -cp "$classpath" -d "$work/flyway" "$bench/StockFlyway.java"
  "${java%java}jar" -cf "$work/flyway.jar" -C "$work/flyway" .
  flyway=("$java" "${java_flags[@]}" -cp "$work/flyway.jar:$classpath" StockFlyway)
  flyway_aot=("$java" "${java_flags[@]}" "-XX:AOTCache=$work/flyway.aot" -cp "$work/flyway.jar:$classpath" StockFlyway)
}

# Whether this JDK makes AOT caches.
makes_aot_caches() {
  (($(jdk_version | cut -d. -f1) >= 25))
}

# What Flyway could be with a cache of its own; nobody ships it so.
train_flyway() { # DATABASE FOLDER
  "${flyway[0]}" "-XX:AOTCacheOutput=$work/flyway.aot" "${flyway[@]:1}" \
    "jdbc:postgresql://$PGHOST:$PGPORT/$1" "$PGUSER" "$2/flyway" &>"$work/output" || die "$(<"$work/output")"
}

# start_server [SETTING=VALUE…]: a new, empty PostgreSQL. Sets the variables by which psql and Lockstep find it.
start_server() {
  [[ -d $home/demo/target/lib ]] || die "demo/target/lib is missing; run ./lockstep help once to build it"
  exec {server_input}> >(
    exec "$java" -cp "$home/demo/target/lib/*" "$bench/EmbeddedServer.java" "$work/port" "$@" &>"$work/server.log"
  )
  server_pid=$!
  wait_for_server
  PGPORT=$(<"$work/port")
  export PGHOST=localhost PGPORT PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
  export POSTGRES_HOST=$PGHOST POSTGRES_PORT=$PGPORT POSTGRES_USER=$PGUSER POSTGRES_PASSWORD=unused
  unset POSTGRES_PASSWORD_FILE POSTGRES_SSLMODE POSTGRES_SCHEMA LOCKSTEP_DB LOCKSTEP_LEASE LOCKSTEP_LOCK_TIMEOUT \
    LOCKSTEP_ROLLOUT LOCKSTEP_RELEASE LOCKSTEP_REVISION LOCKSTEP_GENERATION LOCKSTEP_TURN LOCKSTEP_LOG_FORMAT
}

wait_for_server() {
  local i
  for ((i = 0; i < 600; i++)); do
    [[ ! -e $work/port ]] || return 0
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  die "PostgreSQL did not start: $(tail -5 "$work/server.log")"
}

sql() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}

# new_database NAME [TEMPLATE]: the first connection fills PostgreSQL's catalog caches on disk; the tool measured
# first on it should not pay for that.
new_database() {
  sql -c "drop database if exists $1" -c "create database $1 template ${2:-template1}"
  sql -d "$1" -c 'select 1' >/dev/null
}

# thirty_migrations DIR: 30 plain ones as DIR/lockstep/bench/{V,U}*.sql, DIR/flyway/V*.sql and one psql script. They
# can be run twice, as scripts made for bare psql have to be.
thirty_migrations() {
  plain_migrations "$1" 30
}

plain_migrations() { # DIR COUNT
  local n t name
  mkdir -p "$1/lockstep/bench" "$1/flyway"
  for ((n = 1; n <= $2; n++)); do
    printf -v t 'item_%02d' $(((n + 2) / 3))
    printf -v name '%04d__%s.sql' "$n" "$t"
    migration "$n" "$t" >"$1/lockstep/bench/V$name"
    undo "$n" "$t" >"$1/lockstep/bench/U$name"
    cp "$1/lockstep/bench/V$name" "$1/flyway/"
    printf 'begin;\n\\i %s\ncommit;\n' "$1/flyway/V$name" >>"$1/psql.sql"
  done
}

migration() {
  case $(($1 % 3)) in
    1)
      cat <<SQL
create table if not exists $2 (
    id      bigint generated always as identity primary key,
    code    text not null,
    made_on date not null default current_date
);
SQL
      ;;
    2) echo "alter table $2 add column if not exists weight integer not null default 0;" ;;
    0) echo "create index if not exists ${2}_code_idx on $2 (code, made_on);" ;;
  esac
}

undo() {
  case $(($1 % 3)) in
    1) echo "drop table $2;" ;;
    2) echo "alter table $2 drop column weight;" ;;
    0) echo "drop index ${2}_code_idx;" ;;
  esac
}

run_lockstep() { # DATABASE FOLDER
  POSTGRES_DB=$1 "${lockstep[@]}" migrate --db "$2/lockstep" 'bench latest'
}

run_flyway() { # DATABASE FOLDER
  "${flyway[@]}" "jdbc:postgresql://$PGHOST:$PGPORT/$1" "$PGUSER" "$2/flyway"
}

run_flyway_aot() { # DATABASE FOLDER
  "${flyway_aot[@]}" "jdbc:postgresql://$PGHOST:$PGPORT/$1" "$PGUSER" "$2/flyway"
}

run_psql() { # DATABASE FOLDER
  psql -X -q -v ON_ERROR_STOP=1 -d "$1" -f "$2/psql.sql"
}

# measure LABEL COMMAND…: appends "LABEL wall cpu" in milliseconds to the samples.
measure() {
  local label=$1 TIMEFORMAT='%3R %3U %3S' times
  shift
  if ! times=$({ time "$@" </dev/null &>"$work/output"; } 2>&1); then
    cat "$work/output" >&2
    die "$label failed"
  fi
  awk -v label="$label" '{ printf "%s %d %d\n", label, $1 * 1000, ($2 + $3) * 1000 }' <<<"$times" >>"$work/samples"
}

# record_peak: what is started by "${before[@]}" leaves its peak resident set for peak_mb; needs GNU time.
before=()
record_peak() {
  before=(/usr/bin/time -q -o "$work/rss" -f %M)
}

peak_mb() {
  echo $(($(<"$work/rss") / 1024))
}

# figures LABEL COLUMN: "median min max" of the samples' column (2 wall, 3 CPU).
figures() {
  awk -v label="$1" -v column="$2" '$1 == label { print $column }' "$work/samples" | sort -n |
    awk '{ v[NR] = $1 } END { print int((v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2), v[1], v[NR] }'
}

median() {
  figures "$@" | cut -d' ' -f1
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

machine() {
  echo "$(nproc) cores, JDK $(jdk_version), $(sql -c 'select version()' | cut -d' ' -f1,2)"
}

jdk_version() {
  "$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p'
}
