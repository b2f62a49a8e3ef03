#!/bin/sh
# Fills the templates with the variables that are set, runs the scripts, serves.
set -eu

# Only variables of the environment are filled in; nginx has variables of its own.
# shellcheck disable=SC2016
names=$(awk 'BEGIN { for (name in ENVIRON) printf "${%s} ", name }' </dev/null)
for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] || continue
    name=$(basename "$template" .template)
    envsubst "$names" <"$template" >"/etc/nginx/conf.d/$name"
done
for script in /docker-entrypoint.d/*.sh; do
    [ ! -x "$script" ] || "$script"
done
exec "$@"
