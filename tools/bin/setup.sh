# Sourced by the scripts beside it: what they need from the machine.

# Prints a line that a person should see, apart from what the command itself puts out.
say() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf 'fairlead: %s\n' "$*" >&2
    exit 1
}

require_root() {
    [ "$(id -u)" -eq 0 ] || fail "$1 needs root: it makes network namespaces and TAPs. Run it with sudo."
}

# A Java home of at least version $1 that has the program $2 (java or javac); empty when there is none.
java_home() {
    local wanted=$1 program=$2 home version
    for home in "${JAVA_HOME:-}" "$(default_java_home)" /usr/lib/jvm/*; do
        [ -n "$home" ] && [ -x "$home/bin/$program" ] && [ -r "$home/release" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if [ "${version:-0}" -ge "$wanted" ]; then
            printf '%s\n' "$home"
            return
        fi
    done
}

default_java_home() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java")
    printf '%s\n' "${java%/bin/java}"
}

# need PROGRAM PACKAGE ...: installs the packages whose programs are missing, in one go.
need() {
    local missing=()
    while [ $# -gt 0 ]; do
        has_program "$1" || missing+=("$2")
        shift 2
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

has_program() {
    case $1 in
        javac) [ -n "$(java_home 17 javac)" ] ;;
        pyftpdlib) /usr/bin/python3 -c 'import pyftpdlib' 2> /dev/null ;;
        *) command -v "$1" > /dev/null || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ] ;;
    esac
}

install_packages() (
    command -v apt-get > /dev/null || fail "missing: $*. There is no apt-get here to install them with."
    [ "$(id -u)" -eq 0 ] || fail "missing: $*. Run this with sudo, or: sudo apt-get install --no-install-recommends $*"
    say "installing through apt: $*"
    log=$(mktemp)
    policy=/usr/sbin/policy-rc.d
    made_policy=
    # Also when it is interrupted; this function is a subshell for that.
    trap 'rm -f "$log"; [ -z "$made_policy" ] || rm -f "$policy"' EXIT
    # No package may start a service because of us; a policy that exists already is its owner's business.
    if [ ! -e "$policy" ]; then
        made_policy=1
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
    fi
    if ! apt_install "$@" > "$log" 2>&1; then
        say "the package lists may be old: apt-get update"
        { apt-get update && apt_install "$@"; } > "$log" 2>&1 || {
            tail -n 20 "$log" >&2
            fail "apt could not install: $*"
        }
    fi
    disable_services "$@"
)

# Nor may the next boot start what was installed for a test.
disable_services() {
    command -v systemctl > /dev/null || return 0
    dpkg -L "$@" | sed -n 's|^\(/usr\)\?/lib/systemd/system/\([^@/]*\.service\)$|\2|p' |
        xargs -r systemctl --quiet disable > /dev/null 2>&1 || say "check that no service of these starts at boot: $*"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" < /dev/null
}
