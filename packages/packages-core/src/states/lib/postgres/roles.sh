# shellcheck shell=sh
# shellcheck disable=SC2154 # postgres/psql sets mp_pg_quiet
# Roles of PostgreSQL.

# PORT NAME: exit 1 where there is none, 2 where that is not known.
mp_pg_role_exists() {
  mp_found=$(mp_pg_ask "$1" "SELECT 1 FROM pg_roles WHERE rolname = '$2'") || return
  [ -n "$mp_found" ] || return 1
}

# PORT NAME CREATEDB|NOCREATEDB: is there one that may log in, with a password, and may do that?
mp_pg_has_role() {
  mp_found=$(mp_pg_ask "$1" "SELECT rolcanlogin AND rolpassword IS NOT NULL AND rolcreatedb = ('$3' = 'CREATEDB') FROM pg_authid WHERE rolname = '$2'") || return
  [ "$mp_found" = t ] || return 1
}

# PORT NAME CREATEDB|NOCREATEDB: with the password on stdin.
mp_pg_write_role() {
  {
    printf '%s\n' "$mp_pg_quiet" "SELECT 'CREATE ROLE \"$2\"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$2') \\gexec"
    printf 'ALTER ROLE "%s" LOGIN %s PASSWORD ' "$2" "$3"
    mp_pg_literal
    printf ';\n'
  } | mp_pg "$1" postgres
}

# PORT NAME: prints "absent", or what mp_pg_restore_role needs: SQL, with the password's digest.
mp_pg_capture_role() {
  mp_pg_role_exists "$1" "$2"
  case $? in 1) echo absent && return ;; 2) return 2 ;; esac
  mp_pg_ask "$1" "
    SELECT format('ALTER ROLE %I %s %s %s %s %s CONNECTION LIMIT %s %s PASSWORD %s;', rolname,
      CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
      CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
      CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, rolconnlimit,
      CASE WHEN rolvaliduntil IS NULL THEN '' ELSE format('VALID UNTIL %L', rolvaliduntil) END,
      CASE WHEN rolpassword IS NULL THEN 'NULL' ELSE quote_literal(rolpassword) END)
    FROM pg_authid WHERE rolname = '$2';
    SELECT format('GRANT %I TO %I%s;', g.rolname, m.rolname, CASE WHEN a.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END)
    FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
    WHERE m.rolname = '$2' OR g.rolname = '$2';"
}

# PORT NAME: it is as mp_pg_capture_role printed, or gone. One that owns something by now stays.
mp_pg_restore_role() {
  if [ "$(cat "$MP_CAPTURE_FILE")" = absent ]; then
    mp_pg_role_exists "$1" "$2"
    case $? in 1) return 0 ;; 2) return 2 ;; esac
    mp_refused=$(mp_pg_ask "$1" "DROP ROLE \"$2\"" 2>&1) || echo "The role $2 stays: $(printf %s "$mp_refused" | tr '\n' ' ')"
    return
  fi
  {
    printf '%s\n' "$mp_pg_quiet" "SELECT 'CREATE ROLE \"$2\"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$2') \\gexec"
    cat "$MP_CAPTURE_FILE"
  } | mp_pg "$1" postgres
}

mp_pg_drop_role() { mp_pg_ask "$1" "DROP ROLE IF EXISTS \"$2\""; } # PORT NAME

# PORT NAME: findings on one that is there already.
mp_pg_role_findings() {
  mp_found=$(mp_pg_ask "$1" "SELECT 1 FROM pg_roles WHERE rolname = '$2'" 2>/dev/null) || return 0
  [ -z "$mp_found" ] || mp_finding changes "The role $2 is there already. Its password becomes this one."
}

# PORT NAME: why Milepost does not take over a role of this name; nothing where it does, or where there is none.
mp_pg_role_taken() {
  mp_found=$(mp_pg_ask "$1" "SELECT 1 FROM pg_roles WHERE rolname = '$2' AND (rolsuper OR rolreplication OR rolbypassrls OR rolcreaterole)") || return
  [ -z "$mp_found" ] || echo "There is a role $2 already, which administers this PostgreSQL. Choose another name."
}

# PORT NAME DATABASE...: why it cannot be dropped, a sentence each. Rights in these databases are taken from it before.
mp_pg_role_obstacles() {
  mp_pg_port=$1 mp_pg_role=$2 mp_pg_except="''"
  shift 2
  for mp_pg_name; do mp_pg_except="$mp_pg_except, '$mp_pg_name'"; done
  mp_pg_ask "$mp_pg_port" "
    SELECT DISTINCT 'The role $mp_pg_role owns the database ' || datname || '.' FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = '$mp_pg_role';
    SELECT DISTINCT 'The role $mp_pg_role ' || CASE deptype WHEN 'o' THEN 'owns what is in' ELSE 'has rights in' END || ' the database ' || datname || '.'
    FROM pg_shdepend JOIN pg_roles r ON r.oid = refobjid JOIN pg_database d ON d.oid = dbid
    WHERE refclassid = 'pg_authid'::regclass AND rolname = '$mp_pg_role' AND (deptype = 'o' OR datname NOT IN ($mp_pg_except))" |
    sed 's/$/ Give that to another role first, or choose “Keep the role”./'
}
