# The container engine of this machine, and the base images. Sourced, never run.

# What our Dockerfiles and compose files are made from. A real one has this name in a registry; docker/offline makes one of the same name.
declare -A BASE_IMAGES=(
    [debian]=docker.io/library/debian:bookworm-slim
    [swift]=docker.io/library/swift:6.2-bookworm
    [postgres]=docker.io/library/postgres:16.3
    [rabbitmq]=docker.io/library/rabbitmq:3.13.6-management-alpine
    [redis]=docker.io/library/redis:7.0.4-alpine3.16
    [nginx]=docker.io/library/nginx:1.27
    [swagger-ui]=docker.io/swaggerapi/swagger-ui:v5.17.14
)
OFFLINE_LABEL=swaptacular.offline

# ensure_engine: what find_engine can use, installed where there is nothing. Needs lib/packages.sh.
ensure_engine() {
    docker info >/dev/null 2>&1 || ensure_packages "${ENGINE_PACKAGES[@]}"
    find_engine
}

# ENGINE: docker when its daemon answers, otherwise podman. BUILD: the words before the arguments of a build.
find_engine() {
    if docker info >/dev/null 2>&1; then
        ENGINE=docker BUILD=(docker build)
        return
    fi
    command -v podman >/dev/null || fail "neither docker (with a daemon that answers) nor podman was found"
    ENGINE=podman
    # On hybrid control groups, without crun, and below low limits, podman's defaults do not work.
    if [ -z "${CONTAINERS_CONF-}" ] && [ "$(id -u)" = 0 ] && command -v runc >/dev/null &&
        { [ -d /sys/fs/cgroup/unified ] || ! command -v crun >/dev/null; }; then
        export CONTAINERS_CONF="$ROOT/docker/offline/containers.conf"
    fi
    # The format of docker: the other one has no health check.
    BUILD=(podman build --format docker)
    [ -z "${CONTAINERS_CONF-}" ] || BUILD+=(--ulimit nofile=20000:20000 --ulimit nproc=10000:10000)
}

has_image() { "$ENGINE" image inspect "$1" >/dev/null 2>&1; }

is_offline_image() { [ -n "$("$ENGINE" image inspect --format "{{index .Config.Labels \"$OFFLINE_LABEL\"}}" "$1" 2>/dev/null)" ]; }

# ensure_base_images NAME...: pulled where a registry answers, made from Debian's packages where none does.
ensure_base_images() {
    local name image
    for name in "$@"; do
        image=${BASE_IMAGES[$name]}
        has_image "$image" && continue
        if [ "${OFFLINE-no}" = no ] && attended timeout 900 "$ENGINE" pull -q "$image" >/dev/null 2>&1; then continue; fi
        say "no registry gives $image: made from Debian's packages"
        attended "$ROOT/docker/offline/make" "$name" || fail "docker/offline could not make $image"
    done
}

# SHOWN: options that show a build the toolchain and the package copies of this machine, when the image `swift` is a stand-in for them.
show_toolchain() {
    local folder
    SHOWN=()
    is_offline_image "${BASE_IMAGES[swift]}" || return 0
    command -v swift >/dev/null || fail "the image ${BASE_IMAGES[swift]} has no toolchain inside, and there is none on this machine"
    folder=$(toolchain_folder)
    SHOWN+=(-v "$folder:$folder:ro")
    # Where git looks instead of at the addresses of packages.
    while read -r folder; do
        case $folder in file://*) folder=${folder#file://} ;; esac
        [ ! -d "$folder" ] || SHOWN+=(-v "${folder%/}:${folder%/}:ro")
    done < <(git config --get-regexp '^url\..*\.insteadof$' | sed -E 's/^url\.(.*)\.insteadof .*$/\1/' | sort -u)
    write_git_configuration "$1"
    SHOWN+=(-v "$1:/etc/gitconfig:ro")
}

# The folder with `usr` inside, whatever links lead to the program.
toolchain_folder() {
    local program
    program=$(readlink -f "$(command -v swift)")
    dirname "$(dirname "$(dirname "$program")")"
}

write_git_configuration() {
    local key value
    : >"$1"
    while read -r key value; do
        git config --file "$1" --add "$key" "$value"
    done < <(git config --get-regexp '^url\..*\.insteadof$')
    git config --file "$1" --add safe.directory '*'
}
