# Rows of OPS 5.2 about HTTP: 14, 15, 18, 20, 21. Sourced, never run.
# What stands in single quotes is for the shell, or awk, in a container.
# shellcheck disable=SC2016

row_14() {
    local node response
    for node in "${NODE_NAMES[@]}"; do
        background "no-database-$node" -e POSTGRES_URL=postgresql://a:b@127.0.0.1:1/x \
            -e SOLVER_POSTGRES_URL=postgresql://a:b@127.0.0.1:1/x \
            "$node" webserver
        wait_for 30 "$node does not answer" answers_on_8080 "$PROJECT-no-database-$node" "/$node/health/check/public"
        response=$(http GET "$PROJECT-no-database-$node" "/$node/health/check/public")
        expect "$node: content type" text/plain "$(header_of Content-Type <<<"$response")"
        expect "$node: body" "I am healthy." "$(sed '1,/^$/d' <<<"$response")"
        expect "$node: HEAD" 200 "$(http_status HEAD "$PROJECT-no-database-$node" "/$node/health/check/public")"
    done
}

row_15() {
    local list=/creditors/.list
    expect "no token" 401 "$(http_status GET creditors "$list")"
    expect "a token that nobody knows" 401 "$(http_status GET creditors "$list" "Authorization: Bearer nonsense")"
    expect "headers of somebody who says who he is" 401 \
        "$(http_status GET creditors "$list" "X-Swpt-User-Id: creditors-superuser" "X-Swpt-Require-Pin: false")"
    expect "the superuser" 200 "$(http_status GET creditors "$list" "Authorization: Bearer creditors-superuser")"
    expect "a user, with headers of the superuser" 403 \
        "$(http_status GET creditors "$list" "Authorization: Bearer creditors:4294967296" "X-Swpt-User-Id: creditors-superuser")"
    expect "pre-flight" 20 \
        "$(http_status OPTIONS creditors "$list" "Origin: https://example.com" "Access-Control-Request-Method: GET" | cut -c1-2)"
}

row_18() {
    local node page
    for node in "${NODE_NAMES[@]}"; do
        "$ENGINE" run -d --name "$PROJECT-pages-$node" --label "$PROJECT.row=yes" --network "$NETWORK" \
            --cap-drop DAC_OVERRIDE --cap-drop NET_RAW --cap-drop MKNOD --cap-drop SYS_CHROOT --security-opt no-new-privileges \
            -e "BASE_URL=/$node-swagger-ui" -e "API_ROOT=https://example.com/$node/" -e OAUTH2_TOKEN_URL=https://example.com/token \
            -e 'OAUTH2_AUTHORIZATION_URL=https://example.com/$HOME' "$(image "${node}_swagger_ui")" >/dev/null
        wait_for 30 "$node: no pages" answers_on_8080 "$PROJECT-pages-$node" "/$node-swagger-ui/"
        page=$("$ENGINE" exec "$PROJECT-pages-$node" cat /openapi.json)
        expect "$node: placeholders that are left" 0 \
            "$(grep -cE '\$\{?(API_ROOT|OAUTH2_(AUTHORIZATION|TOKEN|REFRESH)_URL)' <<<"$page" || true)"
        grep -q "\"url\": \"https://example.com/$node/\"" <<<"$page"
        grep -q '"tokenUrl": "https://example.com/token"' <<<"$page"
        grep -q '"refreshUrl": ""' <<<"$page"
        # Nothing else is replaced, not even in what was put in.
        grep -qF '"authorizationUrl": "https://example.com/$HOME"' <<<"$page"
        http GET "$PROJECT-pages-$node" "/$node-swagger-ui/" | grep -q 'id="swagger-ui"'
    done
}

# The response to a reservation.
new_creditor() { BODY='{}' http POST creditors /creditors/.creditor-reserve "Authorization: Bearer creditors-superuser"; }

row_20() {
    local id token response
    response=$(new_creditor)
    id=$(grep -oE '"creditorId": *"[0-9]+"' <<<"$response" | grep -oE '[0-9]+')
    expect "activation" 200 "$(BODY="{\"reservationId\": \"$(grep -oE '"reservationId": *"[^"]+"' <<<"$response" | cut -d'"' -f4)\"}" \
        http_status POST creditors "/creditors/$id/activate" "Authorization: Bearer creditors-superuser")"
    token="Authorization: Bearer creditors:$id"
    response=$(BODY='{"uri": "swpt:1311862288434492508"}' http POST creditors "/creditors/$id/accounts/" "$token" \
        "X-Forwarded-Proto: https" "X-Forwarded-Port: 44301")
    expect "Location with a port" "https://creditors:44301/creditors/$id/accounts/1311862288434492508/" \
        "$(header_of Location <<<"$response")"
    response=$(BODY='{"uri": "swpt:1311862288434492509"}' http POST creditors "/creditors/$id/accounts/" "$token" \
        "X-Forwarded-Proto: https" "X-Forwarded-Port: 443")
    expect "Location at the scheme's own port" "https://creditors/creditors/$id/accounts/1311862288434492509/" \
        "$(header_of Location <<<"$response")"
}

row_21() {
    local id response
    id=$(new_creditor | grep -oE '"creditorId": *"[0-9]+"' | grep -oE '[0-9]+')
    response=$(http GET creditors "/creditors/$id/enumerate?v=1" "Authorization: Bearer creditors-superuser")
    expect "content type" application/json "$(header_of Content-Type <<<"$response")"
    expect "type" ObjectReferencesPage "$(grep -oE '"type": *"ObjectReferencesPage"' <<<"$response" | head -n 1 | cut -d'"' -f4)"
}
