#!/bin/sh
# Puts the user interface under BASE_URL, and shows it the document SWAGGER_JSON.
set -eu

base=/$(printf '%s' "${BASE_URL#/}" | sed 's|/*$||')
[ "$base" != / ] || base=
cat >/etc/nginx/swagger-ui.location <<TEXT
location $base/ {
    alias /usr/share/nginx/html/;
    index index.html;
}
location = $base { return 301 $base/; }
TEXT
cp "$SWAGGER_JSON" /usr/share/nginx/html/openapi.json
redirect=${OAUTH2_REDIRECT_URL:+"oauth2RedirectUrl: \"$OAUTH2_REDIRECT_URL\","}
cat >/usr/share/nginx/html/swagger-initializer.js <<TEXT
window.onload = function () {
  window.ui = SwaggerUIBundle({
    url: "$base/openapi.json", dom_id: "#swagger-ui", deepLinking: true, $redirect
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl], layout: "StandaloneLayout"
  });
};
TEXT
