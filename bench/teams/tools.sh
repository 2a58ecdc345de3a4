# shellcheck shell=bash
# How the tools themselves bring $database up from $source. Their own programs where they install without building for
# minutes; else psql, and the rows that the tool would write. Sourced.

url() {
  echo "postgres://$PGUSER@$PGHOST:$PGPORT/$database?sslmode=disable${POSTGRES_SCHEMA:+&search_path=$POSTGRES_SCHEMA}"
}

play() { # FILE, or - for standard input
  PGOPTIONS="$PGOPTIONS${POSTGRES_SCHEMA:+ -c search_path=$POSTGRES_SCHEMA}" sql -d "$database" -f "$1" >/dev/null
}

note() { # SQL
  sql -d "$database" -c "$1" >/dev/null
}

# files DIR PATTERN: by their number, then by name.
files() {
  find "$1" -maxdepth 1 -type f -name "$2" -printf '%f\n' | LC_ALL=C sort -t_ -k1,1n -k2
}

# folders DIR: by their names, which may have blanks.
folders() {
  find "$1" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | LC_ALL=C sort
}

# number NAME: what it begins with, without zeros.
number() {
  sed -E 's/^0*([0-9]+).*/\1/' <<<"$1"
}

# section FILE BEGIN END: the lines between two marks.
section() {
  awk -v begin="$2" -v end="$3" '$0 ~ end { on = 0 } on; $0 ~ begin { on = 1 }' "$1"
}

tool_golang_migrate() {
  "$tools/migrate" -path "$source" -database "$(url)" up
}

tool_goose() {
  "$tools/goose" -allow-missing -dir "$source" postgres "$(url)" up
}

tool_dbmate() {
  "$tools/dbmate" --url "$(url)" --migrations-dir "$source" --no-dump-schema migrate
}

tool_sql_migrate() {
  local file
  note 'create table gorp_migrations (id text primary key, applied_at timestamptz)'
  for file in $(files "$source" '*.sql'); do
    section "$source/$file" '^-- *[+]migrate Up' '^-- *[+]migrate Down' | play - || { echo "$file" && return 1; }
    note "insert into gorp_migrations values ('$file', now())"
  done
}

tool_sqlx() {
  local file names
  note 'create table _sqlx_migrations (version bigint primary key, description text not null,
    installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null, execution_time bigint not null)'
  names=$(files "$source" '*.sql' | grep -v '\.down\.sql$')
  for file in $names; do
    play "$source/$file" || { echo "$file" && return 1; }
    note "insert into _sqlx_migrations values ($(number "$file"), '$(words "$file")', now(), true, '\\x$(sha384sum "$source/$file" | cut -d' ' -f1)', 1)"
  done
}

words() {
  sed -E 's/^[0-9]+_//; s/(\.up)?\.sql$//; s/_/ /g' <<<"$1"
}

tool_diesel() {
  local folder
  note 'create table __diesel_schema_migrations (version varchar(50) primary key, run_on timestamp not null default current_timestamp)'
  while IFS= read -r folder; do
    play "$source/$folder/up.sql" || { echo "$folder" && return 1; }
    note "select pg_advisory_lock(0); insert into __diesel_schema_migrations values ('$(sed -E 's/_.*//; s/-//g' <<<"$folder")')"
  done < <(folders "$source" | awk '{ version = $0; sub(/_.*/, "", version); gsub(/-/, "", version); print version "\t" $0 }' | LC_ALL=C sort | cut -f2)
}

tool_prisma() {
  local folder file
  note 'create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0)'
  while IFS= read -r folder; do
    file=$source/$folder/migration.sql
    play "$file" || { echo "$folder" && return 1; }
    note "insert into _prisma_migrations values (gen_random_uuid(), '$(sha256sum "$file" | cut -d' ' -f1)', now(), '$folder', null, null, now(), 1)"
  done < <(folders "$source")
}

# A program of the project's own, with names like golang-migrate's and a table that Lockstep doesn't know.
tool_own() {
  local file
  for file in $(files "$source" '*[._]up.sql'); do
    play "$source/$file" || { echo "$file" && return 1; }
  done
}

# Its table has one row, the last file's name.
tool_maragudk() {
  note 'create table migrations (version text not null)'
  tool_own && note "insert into migrations values ('$(files "$source" '*[._]up.sql' | tail -1 | sed 's/[._]up\.sql$//')')"
}

# Its files are templates, and its table holds each version as a text, like dbmate's; the first script makes it.
tool_pop() {
  local file
  for file in $(files "$source" '*.up.sql'); do
    sed -E 's/\{\{ *index \.Options "Namespace" *\}\}/'"$POSTGRES_SCHEMA"'/g' "$source/$file" | play - || { echo "$file" && return 1; }
  done
  for file in $(files "$source" '*.up.sql'); do
    note "insert into $POSTGRES_SCHEMA.schema_migrations values ('${file%%_*}') on conflict do nothing"
  done
}

tool_sqitch() {
  (cd "$source" && sqitch deploy --no-verify "db:pg://$PGUSER@$PGHOST:$PGPORT/$database")
}

tool_flyway() {
  local locations=("${places[@]/#/filesystem:}")
  timeout 300 "${flyway[@]}" "jdbc:postgresql://$PGHOST:$PGPORT/$database" "$PGUSER" "$(IFS=,; echo "${locations[*]}")" \
    ${POSTGRES_SCHEMA:+flyway.defaultSchema="$POSTGRES_SCHEMA"} $(flyway_settings)
}

# Lockstep's placeholders.NAME=VALUE are Flyway's flyway.placeholders.NAME=VALUE.
flyway_settings() {
  [[ ! -e $settings/$name.properties ]] || sed -n 's/^placeholders\./flyway.&/p' "$settings/$name.properties"
  echo flyway.outOfOrder=true flyway.postgresql.transactional.lock=false # without the latter it waits for itself
}

tool_liquibase() {
  "${liquibase[@]}" "jdbc:postgresql://$PGHOST:$PGPORT/$database" "$PGUSER" "$source" "${paths[1]}"
}

tool_django() {
  PGDATABASE=$database "$python" "$settings/${name}_project.py" migrate
}

# Each as a library, of the version that the tests compare with.
prepare_stock() {
  prepare_flyway
  mkdir "$work/stock"
  cat >"$work/stock/pom.xml" <<XML
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>teams</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.liquibase</groupId><artifactId>liquibase-core</artifactId>
      <version>$(sed -n '/liquibase-core/{n;s/.*<version>\(.*\)<.*/\1/p}' "$home/tools/pom.xml")</version></dependency>
  </dependencies>
</project>
XML
  "$home/mvnw" -q -ntp -f "$work/stock/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/stock/lib" >&2
  cp "$program"/jobs/target/lib/postgresql-*.jar "$work/stock/lib/"
  "$javac" -cp "$work/stock/lib/*" -d "$work/stock" "$bench/teams/StockLiquibase.java"
  liquibase=("$java" -cp "$work/stock:$work/stock/lib/*" StockLiquibase)
}

# Drizzle: the files of its journal, in that order; it sends what is between two breakpoints.
tool_drizzle() {
  local tag at
  note 'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)'
  while read -r tag at; do
    sed 's/--> statement-breakpoint/\n;/' "$source/$tag.sql" | play - || { echo "$tag" && return 1; }
    note "insert into drizzle.__drizzle_migrations (hash, created_at) values ('$(sha256sum "$source/$tag.sql" | cut -d' ' -f1)', $at)"
  done < <(python3 -c 'import json, sys; [print(e["tag"], e["when"]) for e in json.load(open(sys.argv[1]))["entries"]]' "$source/meta/_journal.json")
}

# refinery: V1__a.sql, each in a transaction.
tool_refinery() {
  local file number
  note 'create table refinery_schema_history (version int4 primary key, name varchar(255), applied_on varchar(255), checksum varchar(255))'
  while read -r number file; do
    play "$source/$file" || { echo "$file" && return 1; }
    note "insert into refinery_schema_history values ($number, '$(sed -E 's/^[VU][0-9]+__//; s/\.sql$//' <<<"$file")', now(), '1')"
  done < <(find "$source" -name '[VU]*.sql' -printf '%f\n' | sed -E 's/^[VU]([0-9]+)__.*/\1 &/' | sort -n)
}

# A program of the project's own, and a file for each number.
tool_plain() {
  local file
  for file in $(files "$source" '*.sql' | grep -v '\.down\.sql$'); do
    play "$source/$file" || { echo "$file" && return 1; }
  done
}

# Authelia's program, with names like V0001.Title.up.sql.
tool_authelia() {
  local file
  for file in $(find "$source" -name 'V*.up.sql' -printf '%f\n' | LC_ALL=C sort); do
    play "$source/$file" || { echo "$file" && return 1; }
  done
}
