#!/bin/sh
# Makes or completes .venv/ with exactly what a lock names, each file checked by its hash, and the project itself
# installed from this checkout.
#
# Usage: scripts/make-venv.sh run|dev
#
# Does nothing when the lock, pyproject.toml and the folder are those of the last time.
set -eu

cd "$(dirname "$0")/.."
case "${1:-}" in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*)
    echo "usage: $0 run|dev" >&2
    exit 2
    ;;
esac

# One line for the versions asked for, one for the project's own metadata (entry point, version), one for the
# place: a venv holds absolute paths and does not survive being moved.
stamp_of() {
    cksum <"$1"
    cksum <pyproject.toml
    pwd -P
}

# The interpreter must be the project's, not whatever the caller's environment points to.
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV || :
python=.venv/bin/python
if ! "$python" -c 'import pip' >/dev/null 2>&1 ||
    [ "$(cat .venv/.place 2>/dev/null)" != "$(pwd -P)" ]; then
    base=$(scripts/find-python.sh)
    echo "Making .venv with $("$base" --version)"
    "$base" -m venv --clear .venv
    pwd -P >.venv/.place
fi

stamp=".venv/.installed-$1"
if [ "$(cat "$stamp" 2>/dev/null)" = "$(stamp_of "$lock")" ]; then
    exit 0
fi

# Warnings of pip concern the machine it runs on, not the project; PIP_FLAGS= shows them and what is fetched.
pip_install() {
    "$python" -m pip install ${PIP_FLAGS--qq} --disable-pip-version-check --no-input "$@"
}

echo "Installing what $lock names (a few hundred megabytes the first time)"
if ! pip_install --require-hashes --only-binary :all: -r "$lock" ||
    ! pip_install --no-deps --no-build-isolation --no-index --editable .; then
    echo "Installing failed. 'make setup PIP_FLAGS=' shows what pip says on the way." >&2
    exit 1
fi
stamp_of "$lock" >"$stamp"
