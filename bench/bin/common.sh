# Sourced by the scripts beside it: builds the benchmarks and their programs in C, and runs them.

bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=${bin%/bench/bin}
target=$root/bench/target
. "$root/tools/bin/setup.sh"

asks_for_help() {
    case " $* " in
        *" --help "* | *" -h "*) ;;
        *) return 1 ;;
    esac
}

# Builds first if there is no build or a source is newer.
build_benchmarks() {
    jars=("$target"/fairlead-bench-*.jar)
    if [ ! -e "${jars[0]}" ] || [ ! -d "$target/lib" ] || [ -n "$(find "$root/pom.xml" \
        "$root"/{netstack,tapio,vrrp,lb,health,tools,bench}/{pom.xml,src/main} -newer "${jars[0]}" -print -quit)" ]; then
        need javac openjdk-17-jdk-headless mvn maven
        say "building the benchmarks"
        JAVA_HOME=$(java_home 17 javac) mvn -q -f "$root/pom.xml" package -pl bench -am -Dmaven.test.skip=true < /dev/null >&2
        # The daemons that are measured start as they do for users, with an archive of their classes.
        "$root/tools/bin/build"
        jars=("$target"/fairlead-bench-*.jar)
        # Maven leaves the jar alone if only another module changed
        touch "${jars[0]}"
    fi
}

# compile PROGRAM ...: makes programs of bench/src/main/c.
compile() {
    local program
    need cc build-essential
    mkdir -p "$target"
    for program in "$@"; do
        cc -O2 -Wall -Wextra -o "$target/$program" "$root/bench/src/main/c/$program.c" -lpthread
    done
}

# run_benchmark CLASS ARGUMENT ...: ends the script with it. FAIRLEAD_JAVA_HOME or JAVA_HOME chooses the JVM, 17 or newer.
run_benchmark() {
    run_java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfairlead.launcher="$root/tools/bin/fairlead" \
        -Dfairlead.bench.programs="$target" -cp "${jars[0]}:$target/lib/*" "$@"
}

run_java() {
    local home=${FAIRLEAD_JAVA_HOME:-${JAVA_HOME:-}}
    exec "${home:+$home/bin/}java" "$@"
}
