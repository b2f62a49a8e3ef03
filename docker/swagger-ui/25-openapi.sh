#!/bin/sh
# Before the base image's own script reads it: the API's description with the addresses of this installation (OPS 8.7).
set -eu
# Exactly these four; a name that is not set becomes empty.
# shellcheck disable=SC2016
envsubst '$API_ROOT $OAUTH2_AUTHORIZATION_URL $OAUTH2_TOKEN_URL $OAUTH2_REFRESH_URL' </openapi.json.template >/openapi.json
