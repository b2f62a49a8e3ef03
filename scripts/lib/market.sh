# A stack for tests of Circular Trade: all nodes have a wall clock that the tests move, and turns begin when it says so. Sourced, never run.

# market_options TOPOLOGY: MARKET_OPTIONS for `scripts/stack up`, and the variables of the nodes, in the environment.
market_options() {
    unset INTERNAL_BROKER_QUEUE SANDBOX_SNAPSHOT_FILE
    case $1 in
        one-queue) MARKET_OPTIONS=(--trade-workers 2) ;;
        two-queues) MARKET_OPTIONS=(); export INTERNAL_BROKER_QUEUE=swpt_trade_internal ;;
        two-brokers) MARKET_OPTIONS=(--trade-workers 2 --internal-broker) ;;
        *) misused "a market is on one-queue, two-queues or two-brokers, not '$1'" ;;
    esac
    # A turn an hour, as far as the nodes know. At first the latest starting point is three quarters of an hour ago, too long for a turn.
    export TURN_PERIOD=1h TURN_PERIOD_OFFSET="$((($(date +%s) + 900) % 3600))s"
    export TURN_PHASE1_DURATION=2m TURN_PHASE2_DURATION=5m OFFERS_POURING_DURATION=1m TRANSFERS_HEALTHY_MAX_COMMIT_DELAY=5m
    # Nobody tells the loops that the clock has moved: they look often.
    export TURN_CHECK_INTERVAL=0.1s APP_ROLL_WORKER_TURNS_WAIT=0.1 TRIGGER_TRANSFERS_PERIOD=0.1 HTTP_FETCH_PERIOD=0.3
    export SOLVER_IMPROVE_SECONDS=1
    # Few collectors, so that whoever wants to have all of a currency does not need a thousand accounts; and an owner with a wallet.
    export MAX_COLLECTOR_ID=0x0000010000000003 OWNER_CREDITOR_ID=0x0000010100000001
}

# make_clock FOLDER: the library that moves the clock of the nodes, and the file that says how far.
make_clock() {
    local clang
    clang="$(dirname "$(command -v swift)")/clang"
    [ -x "$clang" ] || clang=cc
    "$clang" -shared -fPIC -O2 -Wall -Werror -o "$1/clock.so" "$ROOT/Tests/MovedClock/clock.c" || fail "the moved clock does not build"
    head -c 8 /dev/zero >"$1/clock"
    export NODE_PRELOAD="$1/clock.so" MOVED_CLOCK_FILE="$1/clock"
}
