# Sourced: which JVM runs fairlead, and how. No process is started here, for a daemon's start should not wait for any.

# Sets jvm, archive_options, daemon_options, command_options, replay_options, main and archive for the build in the folder $1.
select_jvm() {
    local target=$1 home=${FAIRLEAD_JAVA_HOME:-${JAVA_HOME:-}} java version=0 line
    if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
        java=$home/bin/java
    else
        java=$(command -v java) || {
            printf 'fairlead: no java found: install openjdk-17-jre-headless, or set JAVA_HOME\n' >&2
            exit 1
        }
        java=$(readlink -f "$java")
    fi
    local release=${java%/bin/java}/release
    if [ -r "$release" ]; then
        while read -r line; do
            case $line in
                JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;;
            esac
        done < "$release"
        version=${version//\"/}
    fi

    local jars=("$target"/fairlead-tools-*.jar)
    # The JVM checks by itself that an archive is of this very JVM and class path, and goes without it otherwise.
    archive=$target/cds/fairlead-$version.jsa
    main=(-jar "${jars[0]}")
    jvm=("$java"
        --add-opens java.base/jdk.internal.misc=ALL-UNNAMED # Agrona
        --add-opens java.base/sun.nio.ch=ALL-UNNAMED # this and the next two: Chronicle Bytes
        --add-opens java.base/java.lang.reflect=ALL-UNNAMED
        --add-exports java.base/jdk.internal.ref=ALL-UNNAMED
        "-Dfairlead.launcher=$self"
        -XX:+UseSerialGC
        -Xshare:auto)
    [ "${version%%.*}" -lt 22 ] || jvm+=(--enable-native-access=ALL-UNNAMED)
    [ "${version%%.*}" -lt 23 ] || jvm+=(--sun-misc-unsafe-memory-access=allow) # Chronicle Bytes
    archive_options=()
    [ ! -e "$archive" ] || archive_options=("-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off)
    # What a start touches for the first time is most of what it takes: so little of the heap is new again and again, and it
    # comes in pages of 2 MiB where the kernel has some.
    local heap=(-Xmn8m) pages=
    { read -r pages < /sys/kernel/mm/transparent_hugepage/enabled; } 2> /dev/null || true
    case $pages in
        *'[madvise]'* | *'[always]'*) heap+=(-XX:+UseTransparentHugePages) ;;
    esac
    # A daemon lives on memory it has from the start, and does not limp on without: whoever supervises it restarts it.
    daemon_options=(-Xms64m -Xmx256m "${heap[@]}" -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData)
    # Commands are over before the second compiler would pay.
    command_options=(-Xmx256m "${heap[@]}" -XX:TieredStopAtLevel=1)
    # Millions of frames, and a client that is remembered for each of some.
    replay_options=(-Xmx1g)
}
