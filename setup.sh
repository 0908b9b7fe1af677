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
    need npm 'command -v npm'                                  # brings what the tests check pages with
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

# A file out of an npm package, below .build/npm.
npm_file() { # package, file in it, name here, SHA-256 of the file
    proved() { printf '%s  .build/npm/%s\n' "$2" "$1" | sha256sum --check --status 2>/dev/null; }
    if proved "$3" "$4"; then return; fi
    say "getting $3"
    mkdir -p .build/npm
    (cd .build/npm && package=$(npm pack --silent "$1") && tar -xzOf "$package" "package/$2" >"$3" && rm -f "$package")
    proved "$3" "$4" || {
        say "$3 is another file than expected"
        rm -f ".build/npm/$3"
        exit 1
    }
}
if [ "$purpose" = test ]; then
    # The accessibility checker; a parser of scripts; what each browser knows since when; the oldest browser that is served.
    npm_file axe-core@4.10.3 axe.min.js axe.min.js 880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb
    npm_file acorn@8.15.0 dist/acorn.js acorn.js fdb08546776ec6228b03e8d02b40d4ab3255bae5f401adba7ff5dad927ac5c9c
    npm_file @mdn/browser-compat-data@8.1.9 data.json browsers.json 1ba5af938601e572d37f19129b923cb077e7f084899e2d032593f661a5a32ea8
    npm_file chrome-aws-lambda@2.1.1 bin/chromium.br chromium-80.br 5bb42eea95b26d2bb6eb975142700924b2dc6ce63ac22c318532c7d5870e07b3
    (cd .build/npm && [ chromium-80 -nt chromium-80.br ] || node -e 'const [{ brotliDecompressSync }, fs] = [require("zlib"), require("fs")];
        fs.writeFileSync("chromium-80.half", brotliDecompressSync(fs.readFileSync("chromium-80.br")), { mode: 0o755 });
        fs.renameSync("chromium-80.half", "chromium-80")')
fi
