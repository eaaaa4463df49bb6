# shellcheck shell=sh
# shellcheck disable=SC2016 # PostgreSQL's dollar quotes
# What roles may do in databases that are not theirs. LEVEL is none, read or write.

# PORT ROLE DATABASE: prints none, read, write; “own” of the owner, and “some” where it has other rights.
mp_pg_level() {
  mp_pg_database_exists "$1" "$3"
  case $? in
    1) echo none && return ;;
    2) return 2 ;;
  esac
  printf '%s\n' "
    WITH r AS (SELECT oid FROM pg_roles WHERE rolname = '$2'),
      d AS (SELECT * FROM pg_database WHERE datname = current_database()),
      s AS (SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
      t AS (SELECT c.* FROM pg_class c JOIN s ON s.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'f')),
      q AS (SELECT c.* FROM pg_class c JOIN s ON s.oid = relnamespace WHERE relkind = 'S'),
      a AS (SELECT defaclobjtype, privilege_type FROM d JOIN pg_default_acl ON defaclrole = datdba AND defaclnamespace = 0, aclexplode(defaclacl), r WHERE grantee = r.oid),
      own_rights AS (
        SELECT FROM d, aclexplode(datacl), r WHERE grantee = r.oid
        UNION ALL SELECT FROM s, aclexplode(nspacl), r WHERE grantee = r.oid
        UNION ALL SELECT FROM t, aclexplode(relacl), r WHERE grantee = r.oid
        UNION ALL SELECT FROM q, aclexplode(relacl), r WHERE grantee = r.oid
        UNION ALL SELECT FROM a),
      may AS (SELECT
        has_database_privilege(r.oid, d.oid, 'CONNECT')
          AND (SELECT coalesce(bool_and(has_schema_privilege(r.oid, s.oid, 'USAGE')), true) FROM s)
          AND (SELECT coalesce(bool_and(has_table_privilege(r.oid, t.oid, 'SELECT')), true) FROM t)
          AND EXISTS (SELECT FROM a WHERE defaclobjtype = 'r' AND privilege_type = 'SELECT') AS read,
        (SELECT coalesce(bool_and(has_table_privilege(r.oid, t.oid, 'INSERT') AND has_table_privilege(r.oid, t.oid, 'UPDATE')
          AND has_table_privilege(r.oid, t.oid, 'DELETE')), true) FROM t WHERE relkind <> 'm')
          AND (SELECT coalesce(bool_and(has_sequence_privilege(r.oid, q.oid, 'USAGE')), true) FROM q)
          AND EXISTS (SELECT FROM a WHERE defaclobjtype = 'r' AND privilege_type = 'INSERT') AS write
        FROM r, d)
    SELECT CASE WHEN r.oid = datdba THEN 'own' WHEN read AND write THEN 'write'
      WHEN read AND NOT EXISTS (SELECT FROM a WHERE privilege_type = 'INSERT') THEN 'read'
      WHEN EXISTS (SELECT FROM own_rights) THEN 'some' ELSE 'none' END FROM r, d, may" | mp_pg "$1" "$3"
}

# PORT ROLE DATABASE LEVEL: has it these rights, also for tables that the owner makes later? The owner may do all that anyway.
mp_pg_has_level() {
  mp_found=$(mp_pg_level "$1" "$2" "$3") || return 2
  case $mp_found in "$4" | own | '') return 0 ;; *) return 1 ;; esac
}

# PORT ROLE DATABASE LEVEL: exactly these rights, for what is there and for what the owner makes later.
mp_pg_set_level() {
  mp_pg_database_exists "$1" "$3"
  case $? in
    1)
      [ "$4" != none ] || return 0
      echo "There is no database $3. Create it first." >&2
      return 4
      ;;
    2) return 2 ;;
  esac
  case $4 in
    none) mp_pg_tables='' mp_pg_sequences='' ;;
    read) mp_pg_tables=SELECT mp_pg_sequences=SELECT ;;
    write) mp_pg_tables='SELECT, INSERT, UPDATE, DELETE' mp_pg_sequences='USAGE, SELECT' ;;
    *) return 2 ;;
  esac
  printf '%s\n' "
    BEGIN;
    DO \$milepost\$
    DECLARE
      s name;
      o name := (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database());
      given boolean := '$4' <> 'none';
    BEGIN
      REVOKE ALL ON DATABASE \"$3\" FROM \"$2\";
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON TABLES FROM \"$2\"', o);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON SEQUENCES FROM \"$2\"', o);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON SCHEMAS FROM \"$2\"', o);
      IF given THEN
        GRANT CONNECT ON DATABASE \"$3\" TO \"$2\";
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT ${mp_pg_tables:-SELECT} ON TABLES TO \"$2\"', o);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT ${mp_pg_sequences:-SELECT} ON SEQUENCES TO \"$2\"', o);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE ON SCHEMAS TO \"$2\"', o);
      END IF;
      FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM \"$2\"', s);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM \"$2\"', s);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM \"$2\"', s);
        IF given THEN
          EXECUTE format('GRANT USAGE ON SCHEMA %I TO \"$2\"', s);
          EXECUTE format('GRANT ${mp_pg_tables:-SELECT} ON ALL TABLES IN SCHEMA %I TO \"$2\"', s);
          EXECUTE format('GRANT ${mp_pg_sequences:-SELECT} ON ALL SEQUENCES IN SCHEMA %I TO \"$2\"', s);
        END IF;
      END LOOP;
    END
    \$milepost\$;
    COMMIT;" | mp_pg "$1" "$3"
}

# PORT ROLE DATABASE: as it was. Rights that it had beside ours cannot be told from them, and stay.
mp_pg_restore_level() {
  mp_pg_role_exists "$1" "$2"
  case $? in 1) return 0 ;; 2) return 2 ;; esac
  read -r mp_former <"$MP_CAPTURE_FILE"
  case $mp_former in
    none | read | write)
      mp_found=$(mp_pg_level "$1" "$2" "$3") || return 2
      [ "$mp_found" = "$mp_former" ] || mp_pg_set_level "$1" "$2" "$3" "$mp_former"
      ;;
    own) ;;
    *) echo "The role $2 had rights of its own in the database $3: what it has now stays." ;;
  esac
}
