#!/bin/sh
# One database per service, each with a role that migrates it and a role that uses it (design section 5).
# The server runs this once, when its volume is empty. The passwords are those of docker-compose.yml: for one machine only.
set -eu

for service in enrollment quota charging sim_allocation theft_detection; do
    psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
        -v name="$service" -v owner="${service}_owner" -v app="${service}_app" \
        -v owner_password="$SERVICE_OWNER_PASSWORD" -v app_password="$SERVICE_APP_PASSWORD" <<'END'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN PASSWORD :'app_password';
CREATE DATABASE :"name" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8'
    LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"app";
\connect :"name"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
END
done
