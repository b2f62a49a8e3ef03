# A private Redis: loopback only, a cache that keeps nothing on disk. Sourced, never run.

start_redis() {
    is_running redis && return 0
    start_process redis "${AS_ACCOUNT_OR_ROOT[@]}" redis-server --port "$(port 4)" --bind 127.0.0.1 --dir "$DIR/redis" \
        --save '' --appendonly no --daemonize no --maxmemory 64mb --maxmemory-policy allkeys-lru
}

await_redis() {
    await redis "$(port 4)" 30 redis_answers
}

redis_answers() {
    [ "$(redis-cli -h 127.0.0.1 -p "$(port 4)" ping 2>/dev/null)" = PONG ]
}

stop_redis() { stop_process redis; }
