#!/usr/bin/env bash
# Installs what planpress needs and is missing; says plainly what to install where it may not.
#
#   bash setup.sh site    what building the site needs
#   bash setup.sh test    the same and what the tests need
#   bash setup.sh bench   the same and the programs that the bench compares with
#   bash setup.sh lock    what writes the lock files
#
# Whatever is fetched is pinned and its sum is known, but for system packages, which the system itself proves.
set -euo pipefail
cd "$(dirname "$0")"
purpose=${1:-site}

say() { printf 'setup: %s\n' "$*" >&2; }

# System packages (Debian names): one line each, with how to see that it is there.
missing=()
need() { eval "$2" >/dev/null 2>&1 || missing+=("$1"); }
has_library() { ldconfig -p | grep -q "$1" || find /usr/lib /usr/local/lib -name "$1*" 2>/dev/null | grep -q .; }
need python3 'command -v python3'
need python3-venv 'python3 -c "import ensurepip, venv"'
need libpango-1.0-0 'has_library libpango-1.0.so.0'            # WeasyPrint shapes text with Pango
need libpangoft2-1.0-0 'has_library libpangoft2-1.0.so.0'      # and loads fonts through it
need libharfbuzz-subset0 'has_library libharfbuzz-subset.so.0' # without it every PDF takes twelve times longer
need npm 'command -v npm || test -f .build/fonts/source/NotoSansSC-Medium.ttf' # brings Noto Serif SC and Noto Sans SC
if [ "$purpose" = test ]; then
    need chromium 'command -v chromium'                        # the browser tests
    need nodejs 'command -v node'                              # runs the search worker without a browser
    need fonts-noto-cjk 'fc-list :lang=zh | grep -q .'         # Chinese letters as wide as a reader sees them
    need poppler-utils 'command -v pdftoppm'                   # a second PDF reader
    need openssh-client 'command -v ssh-keygen'                # signs releases and publications
    need nginx-light 'test -x /usr/sbin/nginx'                 # serves as docs/nginx.conf says, started by a test alone
    need qpdf 'command -v qpdf'                                # checks that PDFs are well formed
    need libreoffice-calc 'test -f /usr/lib/libreoffice/program/libscfiltlo.so' # opens the spreadsheets (with the next, 50 MB)
    need libreoffice-writer 'test -f /usr/lib/libreoffice/program/libswlo.so'   # opens the letters
fi
if [ "$purpose" = bench ]; then
    need chromium 'command -v chromium'                        # prints what a plugin joined, to compare with
fi

if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
    if command -v apt-get >/dev/null && { [ ${#as_root[@]} = 0 ] || sudo -n true 2>/dev/null; }; then
        say "installing ${missing[*]}"
        "${as_root[@]}" apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
    else
        say "these system packages are missing and cannot be installed without root:"
        say "  ${missing[*]}"
        say "ask an administrator to run: apt-get install ${missing[*]}"
        exit 1
    fi
fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; this is $(python3 --version)"
    exit 1
}

# The virtual environment follows the lock files: one stamp per purpose, remade when they change. What builds packages
# comes first, so that nothing is fetched while one that has no wheel, or planpress itself, is built.
lock=requirements.lock
[ "$purpose" = site ] || lock=requirements-$purpose.lock
stamp=.venv/$purpose.stamp
install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation "$@" >&2; }
if ! cat requirements-build.lock "$lock" | cmp -s - "$stamp"; then
    say "installing the Python packages of $lock"
    [ -x .venv/bin/python ] || python3 -m venv .venv
    install --require-hashes -r requirements-build.lock
    install --require-hashes -r "$lock"
    install --no-deps -e .
    cat requirements-build.lock "$lock" >"$stamp"
fi
[ "$purpose" != lock ] || exit 0

.venv/bin/python build.py fonts >&2

axe=.build/npm/axe.min.js
axe_sum() { printf '%s  %s\n' 880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb "$axe" | sha256sum --check --status; }
if [ "$purpose" = test ] && ! axe_sum 2>/dev/null; then
    say "getting axe-core, the accessibility checker"
    mkdir -p .build/npm
    (cd .build/npm && npm pack --silent axe-core@4.10.3 >/dev/null && tar -xzf axe-core-*.tgz package/axe.min.js &&
        mv package/axe.min.js . && rm -rf package axe-core-*.tgz)
    axe_sum || {
        say "axe.min.js is another file than expected"
        rm -f "$axe"
        exit 1
    }
fi
