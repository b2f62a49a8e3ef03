#!/bin/bash
# Serves as the account `rabbitmq`, with its log on standard output.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then
    chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
    exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi
export HOME=/var/lib/rabbitmq RABBITMQ_LOGS=- RABBITMQ_PID_FILE=/var/lib/rabbitmq/pid
if [ "$1" = rabbitmq-server ]; then
    shift
    exec /usr/lib/rabbitmq/bin/rabbitmq-server "$@"
fi
PATH=/usr/lib/rabbitmq/bin:$PATH exec "$@"
