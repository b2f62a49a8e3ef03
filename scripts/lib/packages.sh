# Debian packages, installed only when something is missing. Sourced, never run.

SERVER_PACKAGES=(postgresql rabbitmq-server redis-server)
BUILD_PACKAGES=(pkg-config libpq-dev librabbitmq-dev libhiredis-dev libcurl4-openssl-dev libssl-dev)
# What only the tests need.
CHECK_PACKAGES=(shellcheck python3-yaml pgbouncer)

# What podman needs to build and to run images, and to make base images where no registry answers.
ENGINE_PACKAGES=(podman runc netavark aardvark-dns iptables debootstrap)

# is_installed PACKAGE: by what the package is for, so that other ways of installing it count, too.
is_installed() {
    case $1 in
        postgresql) [ -n "$(postgres_programs)" ] && command -v psql >/dev/null ;;
        rabbitmq-server) [ -n "$(broker_program)" ] ;;
        redis-server) command -v redis-server >/dev/null && command -v redis-cli >/dev/null ;;
        pkg-config | shellcheck) command -v "$1" >/dev/null ;;
        pgbouncer) [ -x /usr/sbin/pgbouncer ] ;;
        libpq-dev) pkg-config --exists libpq ;;
        librabbitmq-dev) pkg-config --exists librabbitmq ;;
        libhiredis-dev) pkg-config --exists hiredis ;;
        libcurl4-openssl-dev) pkg-config --exists libcurl ;;
        libssl-dev) pkg-config --exists openssl ;;
        *) dpkg -s "$1" >/dev/null 2>&1 ;;
    esac
}

ensure_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "missing: ${missing[*]} (Debian's names); this machine has no apt-get, so install them by hand"
    local sudo=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || fail "missing packages; as root: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "installing ${missing[*]}"
    attended install_packages "${missing[@]}" || fail "apt-get could not install ${missing[*]}"
    for package in "${missing[@]}"; do
        is_installed "$package" || fail "$package is installed, but what it should contain was not found"
    done
}

# Runs in a subshell (see `attended`), so the trap is its own. While it runs, Debian's own services are not started:
# a stack starts its own servers.
install_packages() {
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        # shellcheck disable=SC2064
        trap "${sudo[*]} rm -f $policy" EXIT
        printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" >/dev/null
        "${sudo[@]}" chmod 755 "$policy"
    fi
    "${sudo[@]}" apt-get -qq update &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" </dev/null
}

ensure_swift() {
    command -v swift >/dev/null || fail "no Swift toolchain found in PATH (6.2 or newer is needed; see https://www.swift.org/install)"
}
