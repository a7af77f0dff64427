#!/usr/bin/env bash
# Azulejo on a cluster of Spark's own, tried on this machine: a master and two workers on loopback, spark-submit with the one jar,
# a worker killed in the middle. Says whether the weights are those of an undisturbed run, bit for bit, and how near the model is to
# that of one process. Two to three minutes on two cores.
#
#   cli/spark/standalone.sh [DIR]     leaves the runs and the logs in DIR; without one, nothing is left
#
# SPARK_HOME  an installed Spark 4.2; without it, Spark's jars as Maven has them, put together as an installed one has them
# STEPS       of each run, a multiple of 100 (400)
set -euo pipefail

die() { printf 'standalone.sh: %s\n' "$*" >&2; exit 1; }
say() { printf '== %s\n' "$*"; }

root=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
steps=${STEPS:-400}
# shellcheck source=cli/spark/installed.sh
. "$root/cli/spark/installed.sh"
make_work "$@"
started=()
# shellcheck disable=SC2329 # By the trap.
end() {
    local status=$?
    trap - EXIT
    [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || :
    wait 2>/dev/null || :
    [ $# -gt 0 ] || rm -rf "$work"
    exit "$status"
}
if [ $# -gt 0 ]; then trap 'end keep' EXIT; else trap end EXIT; fi
trap 'exit 130' INT
trap 'exit 143' TERM

find_spark

# Waits until a pattern is in a file.
await() {
    local tries=0
    until grep -qsE "$1" "$2"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { tail -n 20 "$2" >&2; die "no '$1' in $2 within a minute"; }
        sleep 0.1
    done
}

worker() {
    spark-class org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 1g \
        --work-dir "$work/worker$1" "$master" >"$work/worker$1.log" 2>&1 &
    started+=($!)
    last=$!
    await 'Successfully registered' "$work/worker$1.log"
}

say "a master and two workers"
spark-class org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0 >"$work/master.log" 2>&1 &
started+=($!)
await 'Starting Spark master at' "$work/master.log"
master=$(sed -n 's/.*Starting Spark master at \(spark:[^ ]*\).*/\1/p' "$work/master.log")
worker 1
first=$last
worker 2

model=(--data fashion-mnist --preset ema --set hidden=16 --set codes=64 --batch 32 --seed 5)

# As docs/cluster.md has it.
submit() {
    spark-submit --master "$master" --executor-cores 1 --executor-memory 1g \
        --conf spark.task.cpus=1 --conf spark.executor.instances=2 --total-executor-cores 2 \
        "$jar" "$@"
}

say "two workers, undisturbed, to step $steps"
submit train --run "$work/whole" --steps "$steps" "${model[@]}" --quiet

say "two workers to step $((steps / 4)); then on to step $steps, and a worker is killed on the way"
submit train --run "$work/killed" --steps $((steps / 4)) "${model[@]}" --quiet
submit train --run "$work/killed" --steps "$steps" --resume --quiet 2>"$work/killed.log" &
driver=$!
started+=("$driver")
await "\"step\":$((steps / 2))" "$work/killed/metrics.jsonl"
kill -9 "$(pgrep -P "$first" | head -n 1)" "$first"
wait "$first" 2>/dev/null || :
worker 3
wait "$driver" || { cat "$work/killed.log" >&2; die "the run did not survive its worker"; }
cmp "$work"/{whole,killed}/checkpoints/"$steps"/model.safetensors || die "the weights are not those of the undisturbed run"
say "the same weights, bit for bit"

say "one process of two threads, to step $steps"
"$root/azulejo" train --run "$work/one" --steps "$steps" --threads 2 "${model[@]}" --quiet
mse() { "$@" --json | sed 's/.*"mse":\([^,]*\).*/\1/'; }
here=$(mse "$root/azulejo" evaluate --run "$work/one" --quiet)
there=$(mse submit evaluate --run "$work/killed" --quiet)
say "mean squared error: $there on the cluster, $here on one machine"
awk -v a="$here" -v b="$there" 'BEGIN { exit !(a < 1.05 * b && b < 1.05 * a) }' || die "these are not the same model"
