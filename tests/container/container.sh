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

# start VARIABLE [docker options]: runs the image in the background and leaves its id in VARIABLE.
start() {
    local -n id=$1
    shift
    id=$(docker run --detach --health-interval 1s --publish 127.0.0.1::8080 "$@" "$image")
    containers+=("$id")
}

inspect() { docker inspect --format "$2" "$1"; }

# The address on this machine at which a container answers, on the family of addresses asked for.
published() { docker port "$1" 8080/tcp | grep -F "$2" | head -n 1; }

healthy() { [ "$(inspect "$1" '{{.State.Health.Status}}')" = healthy ]; }

answers() { curl --silent --fail --output /dev/null "http://$1/healthz"; }

multiplies() {
    local answer
    answer=$(curl --silent --fail --header 'Content-Type: application/json' \
        --data '{"a":[[2,1],[5,4]],"b":[[3,2],[4,6]]}' "http://$1/v1/multiply") || return
    [ "$answer" = '{"shape":[2,2],"product":[[10,10],[31,34]]}' ]
}

no_tests_or_compilers_inside() {
    local found
    found=$(docker run --rm --entrypoint find "$image" / -xdev '(' -name 'gcc*' -o -name cc \
        -o -name cmake -o -name ninja -o -name 'rowcol_*' -o -name 'test_*' -o -name '*.c' ')' \
        -not -path '/proc/*')
    [ -z "$found" ] || { echo "$found"; return 1; }
}

numeric_user_without_rights() {
    [[ $(docker image inspect --format '{{.Config.User}}' "$image") =~ ^[1-9][0-9]*(:[1-9][0-9]*)?$ ]]
}

# Killed after 10 s it would leave 137.
stops_by_itself() {
    local before=$SECONDS
    docker stop "$1" >/dev/null
    echo "        stopped within $((SECONDS - before + 1)) s"
    [ "$(inspect "$1" '{{.State.ExitCode}}')" = 0 ]
}

require_engine
check "the image builds" build_image
[ "$failures" -eq 0 ] || exit 1
echo "        $(($(docker image inspect --format '{{.Size}}' "$image") / 1000000)) MB"

check "its user is a number, and not root" numeric_user_without_rights
check "no tests and no compilers are inside" no_tests_or_compilers_inside

start plain
address=$(published "$plain" 127.0.0.1)
check "it answers on IPv4 as it stands" until_true 20 answers "$address"
check "it multiplies" multiplies "$address"
check "its health check finds it healthy" until_true 30 healthy "$plain"
check "the cases pass against it" env ROWCOL_URL="http://$address" "$cases"
check "idle, it stops by itself on SIGTERM" stops_by_itself "$plain"

if [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
    start six --publish '[::1]::8080'
    check "it answers on IPv6" until_true 20 answers "$(published "$six" '[::1]')"
fi

start shut_in --read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m \
    --pids-limit 128
address=$(published "$shut_in" 127.0.0.1)
check "it runs read-only and without capabilities" until_true 20 answers "$address"
check "it multiplies there too" multiplies "$address"
check "it is healthy there too" until_true 30 healthy "$shut_in"
check "it stops by itself there too" stops_by_itself "$shut_in"

[ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
