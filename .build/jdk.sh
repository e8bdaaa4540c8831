# shellcheck shell=sh
# Finds a JDK 25 or newer; for scripts that source this. `find_jdk` prints its home, or calls `die`,
# which they define. MANEKI_JAVA_HOME says which to take, JAVA_HOME which to prefer.

# The feature version of the JDK in $1, from its release file: starting it to ask would cost 50 ms.
version_of() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            value=${value%%[!0-9]*}
            [ -n "$value" ] && echo "$value" && return 0
        fi
    done < "$1/release"
    return 1
}

suits() { version=$(version_of "$1") && [ "$version" -ge 25 ]; }

find_jdk() {
    if [ -n "${MANEKI_JAVA_HOME:-}" ]; then
        suits "$MANEKI_JAVA_HOME" ||
            die "MANEKI_JAVA_HOME=$MANEKI_JAVA_HOME is not a JDK 25 or newer"
        echo "$MANEKI_JAVA_HOME"
        return
    fi
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        while [ -L "$on_path" ]; do
            link=$(readlink "$on_path")
            case $link in
                /*) on_path=$link ;;
                *) on_path=$(dirname "$on_path")/$link ;;
            esac
        done
        on_path=${on_path%/bin/java}
    fi
    for candidate in "${JAVA_HOME:-}" "$on_path" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
    do
        if [ -n "$candidate" ] && suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    if [ -x /usr/libexec/java_home ] && candidate=$(/usr/libexec/java_home -v 25+ 2>/dev/null) && suits "$candidate"; then
        echo "$candidate"
        return
    fi
    die "no JDK 25 or newer found; install one (https://adoptium.net) or set JAVA_HOME to it"
}
