# shellcheck shell=bash disable=SC2154
# For the scripts beside it, which have set root and know how to die.

# The folder $1, which has to be empty, or one of its own: work.
make_work() {
    if [ $# -eq 0 ]; then
        work=$(mktemp -d)
        return
    fi
    mkdir -p "$1"
    work=$(CDPATH='' cd -- "$1" && pwd -P)
    [ -z "$(ls -A "$work")" ] || die "$work is not empty: name a new folder"
}

# Whether the jar is as new as what it is made of.
is_new() { [ -r "$1" ] && [ -z "$(find "$root" -path '*/src/main/*' -newer "$1" -print -quit)" ]; }

# Finds a JDK 25, the jar and an installed Spark, of which the programs are on the path then.
find_spark() {
    for jdk in "${AZULEJO_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* ''; do
        ! grep -qs '^JAVA_VERSION="25' "$jdk/release" || [ ! -x "$jdk/bin/java" ] || break
    done
    [ -n "$jdk" ] || die "found no JDK 25: set AZULEJO_JAVA_HOME"
    export JAVA_HOME=$jdk SPARK_LOCAL_IP=127.0.0.1 SPARK_DAEMON_MEMORY=256m

    jar=$root/cli/spark/target/azulejo-spark.jar
    is_new "$jar" || mvn -q -B -f "$root/pom.xml" -pl cli/spark -am package -DskipTests

    # What an installed Spark has of what is used here: the jars, and bin/spark-class, which asks Spark's launcher how to start a JVM.
    if [ -z "${SPARK_HOME:-}" ]; then
        [ -d "$root/cli/spark/target/spark/jars" ] || die "set SPARK_HOME, or build with tests: mvn -pl cli/spark -am verify"
        export SPARK_HOME=$work/spark SPARK_SCALA_VERSION=2.13
        mkdir -p "$SPARK_HOME/bin"
        ln -s "$root/cli/spark/target/spark/jars" "$SPARK_HOME/jars"
        cat >"$SPARK_HOME/bin/spark-class" <<'END'
#!/usr/bin/env bash
{
    read -r _ # The command comes after a line of its own.
    command=()
    while IFS= read -r -d '' word; do command+=("$word"); done
} < <("$JAVA_HOME/bin/java" -Xmx64m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
exec "${command[@]}"
END
        printf '#!/usr/bin/env bash\nexec "%s" org.apache.spark.deploy.SparkSubmit "$@"\n' "\$SPARK_HOME/bin/spark-class" \
            >"$SPARK_HOME/bin/spark-submit"
        chmod +x "$SPARK_HOME"/bin/*
    fi
    PATH=$SPARK_HOME/bin:$PATH
}
