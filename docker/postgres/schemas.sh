#!/bin/bash
# When the server is new: for each name in SCHEMAS a user, whose password is SCHEMA_PASSWORD or else the name, and a schema that is the
# user's own. All of them live in one database and find their tables by the search path "$user", public (OPS 1.2, 7.1).
set -euo pipefail

for name in $SCHEMAS; do
    psql -q -v ON_ERROR_STOP=1 -v name="$name" -v password="${SCHEMA_PASSWORD:-$name}" -d "$POSTGRES_DB" -U "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE SCHEMA :"name" AUTHORIZATION :"name";
SQL
done
