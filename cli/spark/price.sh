#!/usr/bin/env bash
# What it costs that two workers train in place of one process: images/s of local-cluster[2,1,2048] against those of
# `azulejo train --threads 2`, of the default model at 32x32 in batches of 64, once both are warm. The two take turns, so that
# both see the same machine. Of each it says images/s, milliseconds of a step, and processor milliseconds of it in all threads of
# the JVM; of the workers also how long a step waits for the sums, what share of the step that is, and what the driver takes.
# Needs two cores and little else beside. Three minutes for a pair, after a build.
#
#   cli/spark/price.sh [DIR]     leaves the recordings in DIR; without one, nothing is left
#
# SPARK_HOME  as for standalone.sh
# PAIRS       of runs (3)
# FROM, TO    the steps that are measured (300, 600)
set -euo pipefail

die() { printf 'price.sh: %s\n' "$*" >&2; exit 1; }

root=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
pairs=${PAIRS:-3} from=${FROM:-300} to=${TO:-600}
[ "$from" -lt "$to" ] || die "FROM=$from TO=$to: no step to measure"
# shellcheck source=cli/spark/installed.sh
. "$root/cli/spark/installed.sh"
make_work "$@"
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
find_spark
cores=$(getconf _NPROCESSORS_ONLN)

# The flag by which a JVM records into file $1.
record() {
    printf -- '-XX:StartFlightRecording:filename=%s,settings=%s,azulejo.Kernel#enabled=false,%s' \
        "$1" "$root/docs/azulejo.jfc" '+jdk.CPULoad#enabled=true,+jdk.CPULoad#period=1s'
}

model=(--data fashion-mnist --preset ema --set image_size=32 --set channels=3 --batch 64 --seed 1 --steps "$to"
    --evaluate-every 1000000 --quiet)

# Prints, of a recording: seconds of the day when the first and the last measured step began, the mean wait for sums between
# them, in ms, and processor seconds of the JVM. Times $2 and $3 in place of the steps' own, if they are given.
read_times() {
    "$JAVA_HOME/bin/jfr" print --events azulejo.Step,azulejo.Reduction,jdk.CPULoad "$1" | awk -v from="$from" -v to="$to" \
        -v cores="$cores" -v begun="${2:-0}" -v ended="${3:-0}" '
        function ms(value, unit) { return value * (unit == "s" ? 1000 : unit == "ms" ? 1 : unit == "us" ? 1e-3 : 1e-6) }
        /^[a-z]/ { event = $1 }
        $1 == "startTime" { split($3, t, ":"); time = t[1] * 3600 + t[2] * 60 + t[3] }
        $1 == "duration" && event ~ /Reduction/ { at[++sums] = time; wait[sums] = ms($3, $4) }
        $1 == "step" && $3 == from { begun = time }
        $1 == "step" && $3 == to { ended = time }
        $1 == "jvmUser" || $1 == "jvmSystem" { used[time] += $3 / 100; }
        END {
            for (i = 1; i <= sums; i++) if (at[i] >= begun && at[i] < ended) { waits += wait[i]; n++ }
            for (second in used) if (second > begun && second <= ended) { loads += used[second]; seconds++ }
            printf "%.3f %.3f %.2f %.3f\n", begun, ended, n ? waits / n : 0, seconds ? cores * loads / seconds * (ended - begun) : 0
        }'
}

# Runs a command, of which all is shown if it fails.
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; die "this failed: $*"; }; }

one() {
    quietly env AZULEJO_OPTS="${AZULEJO_OPTS:-} $(record "$work/one$1.jfr")" \
        "$root/azulejo" train --run "$work/run" --threads 2 "${model[@]}"
    rm -rf "$work/run"
    read -r begun ended _ used < <(read_times "$work/one$1.jfr")
    say one "$begun" "$ended" "$used"
}

two() {
    quietly spark-submit --master 'local-cluster[2,1,2048]' --driver-java-options "$(record "$work/driver$1.jfr")" \
        --conf "spark.executor.extraJavaOptions=$(record "$work/two$1-{{EXECUTOR_ID}}.jfr")" \
        "$jar" train --run "$work/run" "${model[@]}"
    rm -rf "$work/run"
    # The first one, which has the events of steps, has the times for both.
    for recording in "$work/two$1"-*.jfr; do
        read -r begun ended _ _ < <(read_times "$recording")
        [ "$ended" = 0.000 ] || break
    done
    used=0 waits=()
    for recording in "$work/two$1"-*.jfr; do
        read -r _ _ wait more < <(read_times "$recording" "$begun" "$ended")
        used="$used + $more"
        waits+=("$wait")
    done
    read -r _ _ _ driver < <(read_times "$work/driver$1.jfr" "$begun" "$ended")
    say two "$begun" "$ended" "$used" "$driver" "${waits[@]}"
}

# Tells of a run, and keeps its images/s.
say() {
    awk -v what="$1" -v begun="$2" -v ended="$3" -v steps=$((to - from)) "BEGIN {
        used = $4
        seconds = ended - begun + (ended < begun ? 86400 : 0)
        printf \"%s: %.0f images/s, %.1f ms a step, %.1f ms of processors\", what, 64 * steps / seconds,
            1000 * seconds / steps, 1000 * used / steps
        if (what == \"two\") printf \", %.1f of the driver; waiting for sums %s and %s ms\", 1000 * ${5:-0} / steps, \"${6:-}\", \"${7:-}\"
        printf \"\n\"
        printf \"%.2f\n\", 64 * steps / seconds >\"$work/$1\"
    }"
}

for pair in $(seq "$pairs"); do
    one "$pair"
    two "$pair"
    paste "$work/one" "$work/two" | awk '{ printf "ratio %.3f\n", $2 / $1; print $2 / $1 >>"'"$work/ratios"'" }'
done
sort -n "$work/ratios" | awk '{ r[NR] = $1 } END { printf "median of %d pairs: %.3f\n", NR, (r[int((NR + 1) / 2)] + r[int(NR / 2) + 1]) / 2 }'
