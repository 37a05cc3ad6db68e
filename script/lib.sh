# Shared by the scripts in this folder; sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VAR=${MUNICIPALITY_VAR:-$ROOT/var}
VENV=$ROOT/.venv
STAMPS=$VENV/stamps

say() { printf '%s\n' "==> $*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# One hash of files and words, to know whether a step's input changed since it was done.
hash_of() { { cat -- "$@" 2>/dev/null; printf '%s\n' "$ROOT"; } | sha256sum | cut -c 1-64; }
is_done() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { mkdir -p "$STAMPS" && printf '%s\n' "$2" >"$STAMPS/$1"; }

# Runs a step quietly; shows the end of what it said only when it fails.
quietly() {
    local log=$VAR/log/$1.log why=$2
    shift 2
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 12 "$log" | sed 's/^/    /' >&2
        if tail -n 50 "$log" | grep -q 'No space left'; then
            fail "The disk is full: free some space and start again."
        fi
        fail "$why (all of it: $log)"
    fi
}

# Another script may be installing at this moment: wait for it rather than meddle.
one_at_a_time() {
    exec 9>"$VAR/bootstrap.lock"
    if ! flock --nonblock 9; then
        say "Waiting for another set-up of this clone to finish"
        flock --wait 1800 9 || fail "Another set-up of this clone has run for 30 minutes: end it and start again."
    fi
}
