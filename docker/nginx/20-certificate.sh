#!/bin/sh
# A certificate that nobody has signed, when none is mounted. For machines of one's own.
set -eu
[ ! -e /etc/nginx/tls/key.pem ] || exit 0
mkdir -p /etc/nginx/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=${PUBLIC_NAME:-localhost}" \
    -addext "subjectAltName=DNS:${PUBLIC_NAME:-localhost}" -keyout /etc/nginx/tls/key.pem -out /etc/nginx/tls/certificate.pem 2>/dev/null
