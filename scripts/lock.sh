#!/bin/sh
# Renews the three locks from pyproject.toml: for all systems and all Python versions of the project, with hashes and
# without the address of any registry. The resolver lives in a throw-away venv: nothing else needs it.
#
# Usage: scripts/lock.sh [options of "uv pip compile", such as --upgrade]
set -eu

cd "$(dirname "$0")/.."
flags=$*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check uv

compile() {
    out=$1
    asked=$2
    # shellcheck disable=SC2086  # both are meant to fall into words
    "$work/venv/bin/uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
        --custom-compile-command "make lock" $asked $flags --output-file "$out"
    if grep -nE '(^-|://)' "$out"; then
        echo "$out names an address; it must hold names, versions and hashes only." >&2
        exit 1
    fi
}

compile requirements.lock "--group build pyproject.toml"
# The same versions as above wherever both name a package.
compile requirements-dev.lock "--group build --group dev --constraint requirements.lock pyproject.toml"
# A venv of its own, without the program.
compile requirements-package.lock "--group package"
