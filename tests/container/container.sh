#!/usr/bin/env bash
# Builds the image and holds it to what the README and docker/README.md promise.
# container.sh SOURCE CASES: the checkout, and the program that runs the case folders.
set -euo pipefail

source=$1
cases=$2
image=rowcol-test:$$
failures=0
containers=()

finish() {
    [ ${#containers[@]} -eq 0 ] || docker rm --force "${containers[@]}" >/dev/null 2>&1 || true
    docker image rm "$image" >/dev/null 2>&1 || true
}
trap finish EXIT

skip() { echo "skipped: $*"; exit 77; }

check() {
    local sentence=$1
    shift
    if "$@"; then
        echo "ok      $sentence"
    else
        echo "FAILED  $sentence"
        failures=$((failures + 1))
    fi
}

# until_true SECONDS COMMAND...
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.2
    done
}

require_engine() {
    command -v docker >/dev/null || skip "no Docker here (no docker command)"
    docker info >/dev/null 2>&1 || skip "no Docker engine answers"
    docker image inspect debian:trixie-slim >/dev/null 2>&1 ||
        timeout 120 docker pull -q debian:trixie-slim >/dev/null 2>&1 ||
        skip "the base image debian:trixie-slim can't be had here"
}

# Proxies of this machine are handed on by name: docker takes their values from the environment.
build_image() {
    local log
    log=$(docker build --tag "$image" --build-arg http_proxy --build-arg https_proxy \
        --build-arg no_proxy "$source" 2>&1) || { echo "$log" | tail -n 40; return 1; }
}

# Runs the image in the background; `container` and `address` tell which one and where it answers.
start() {
    container=$(docker run --detach --health-interval 1s --publish 127.0.0.1::8080 "$@" "$image")
    containers+=("$container")
    address=$(published 127.0.0.1)
}

# Where the container answers on this machine, in the family of the address given.
published() { docker port "$container" 8080/tcp | grep --fixed-strings --max-count 1 "$1"; }

state() { docker inspect --format "{{.State.$1}}" "$container"; }

healthy() { [ "$(state Health.Status)" = healthy ]; }

answers() { curl --silent --fail --output /dev/null "http://$1/healthz"; }

multiplies() {
    local answer
    answer=$(curl --silent --fail --header 'Content-Type: application/json' \
        --data '{"a":[[2,1],[5,4]],"b":[[3,2],[4,6]]}' "http://$1/v1/multiply") || return
    [ "$answer" = '{"shape":[2,2],"product":[[10,10],[31,34]]}' ]
}

only_the_program_inside() {
    local found
    found=$(docker run --rm --user 0 --entrypoint sh "$image" -c \
        'find / -xdev -name "*rowcol*"; command -v cc gcc ld as make cmake ninja' || true)
    [ "$found" = /usr/local/bin/rowcold ] || { echo "$found"; return 1; }
}

numeric_user_without_rights() {
    [[ $(docker image inspect --format '{{.Config.User}}' "$image") =~ ^[1-9][0-9]*(:[1-9][0-9]*)?$ ]]
}

# Killed after 10 s it would leave 137.
stops_by_itself() {
    local before=$SECONDS
    docker stop "$container" >/dev/null
    echo "        stopped within $((SECONDS - before + 1)) s"
    [ "$(state ExitCode)" = 0 ]
}

require_engine
check "the image builds" build_image
[ "$failures" -eq 0 ] || exit 1
echo "        $(($(docker image inspect --format '{{.Size}}' "$image") / 1000000)) MB"

check "its user is a number, and not root" numeric_user_without_rights
check "the program is inside, no sources, tests or compilers" only_the_program_inside

start
check "it answers on IPv4 as it stands" until_true 20 answers "$address"
check "it multiplies" multiplies "$address"
check "its health check finds it healthy" until_true 30 healthy
check "the cases pass against it" env ROWCOL_URL="http://$address" "$cases"
check "idle, it stops by itself on SIGTERM" stops_by_itself

if grep -q ' lo$' /proc/net/if_inet6 2>/dev/null; then
    start --publish '[::1]::8080'
    check "it answers on IPv6" until_true 20 answers "$(published '[::1]')"
fi

start --read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m --pids-limit 128
check "it runs read-only and without capabilities" until_true 20 answers "$address"
check "it multiplies there too" multiplies "$address"
check "it is healthy there too" until_true 30 healthy
check "it stops by itself there too" stops_by_itself

[ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
