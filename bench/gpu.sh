#!/usr/bin/env bash
# The backend for TornadoVM on a bare GPU machine: whether each kernel agrees with the CPU, and how fast a step is beside PyTorch's.
#
#   bench/gpu.sh pack FILE.tar.xz      here, where TORNADOVM_HOME is set: a Java run-time, TornadoVM, Azulejo and its cases, in
#                                      one archive of at most 60 MB
#   bench/gpu.sh run FILE.tar.xz DIR   there: needs bash, tar, xz and a GPU's driver; PyTorch is measured if python3 has it.
#                                      Writes DIR/gpu.json in under ten minutes
#
# GPU_IMAGE_SIZE (256), GPU_BATCH (32), GPU_PRIOR (top), GPU_EVERY_CASE (5: one case of five) and GPU_SECONDS (200 for the
# cases) change what runs.
set -euo pipefail

die() { printf 'gpu.sh: %s\n' "$*" >&2; exit 1; }

pack() {
    local out here root jdk work argfile
    out=$(realpath -m "$1")
    root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
    argfile=${TORNADOVM_HOME:?set TORNADOVM_HOME to where TornadoVM is installed}/tornado-argfile
    [ -r "$argfile" ] || die "$TORNADOVM_HOME holds no tornado-argfile"
    work=$(mktemp -d)
    # shellcheck disable=SC2064 # The folder of now.
    trap "rm -rf '$work'" EXIT
    here=$work/azulejo-gpu
    mkdir -p "$here/tornado" "$here/lib" "$here/suite" "$here/torch"

    for jdk in "${AZULEJO_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* ''; do
        ! grep -qs '^JAVA_VERSION="25' "$jdk/release" || [ ! -x "$jdk/bin/jlink" ] || break
    done
    [ -n "$jdk" ] || die "found no JDK 25: set AZULEJO_JAVA_HOME"

    # Azulejo as the launcher builds it.
    "$root/azulejo" info >/dev/null
    cp "$root"/.azulejo/lib/*.jar "$here/lib/"

    # The cases of all kernels, and what runs them.
    mvn -q -B -f "$root/pom.xml" package -DskipTests -Dexec.skip=true -pl engine/tornado -am
    (cd "$root" && mvn -q -B dependency:copy-dependencies -N -DincludeScope=test \
        -DincludeGroupIds=org.assertj -DoutputDirectory="$here/suite/jars")
    cp -r "$root/engine/target/test-classes" "$here/suite/engine"
    cp -r "$root/engine/tornado/target/test-classes" "$here/suite/tornado"
    local peers=$root/cli/src/main/resources/dev/azulejo/cli/bench/peer
    cp "$root"/bench/gpu/torch_*.py "$peers/reference_vqvae2.py" "$peers/code_prior.py" "$here/torch/"
    "$jdk/bin/java" -p "$here/lib" --add-modules dev.azulejo.priors "$root/bench/gpu/PriorPresets.java" \
        >"$here/torch/priors.json" 2>/dev/null || die "PriorPresets.java failed"

    # TornadoVM: each folder that its file of flags names, under a number, and the file with these names.
    local n=0 line value new folder
    while IFS= read -r line; do
        case $line in
            --module-path* | --upgrade-module-path* | -Djava.library.path=*)
                value=${line#*[ =]}
                new=
                for folder in ${value//:/ }; do
                    if [ "$folder" = . ] || [ ! -d "$folder" ]; then continue; fi
                    n=$((n + 1))
                    mkdir -p "$here/tornado/$n"
                    cp -L "$folder"/*.{jar,so} "$here/tornado/$n/" 2>/dev/null || :
                    new=$new:tornado/$n
                done
                printf '%s%s\n' "${line%"$value"}" "${new#:}"
                ;;
            '' | '#'* | -XX:+Use*GC) ;;
            *) printf '%s\n' "$line" ;;
        esac
    done <"$argfile" >"$here/tornado/argfile"

    # What Azulejo's modules ask of the JDK, and what TornadoVM does.
    local modules
    modules=$(for module in "$here"/lib/azulejo-*.jar; do
        "$jdk/bin/jar" --describe-module --file "$module" | sed -n 's/^requires \(jdk\.[a-z.]*\).*/\1/p'
    done | sort -u | tr '\n' ',')
    "$jdk/bin/jlink" --output "$here/jre" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
        --add-modules "${modules}java.se,jdk.internal.vm.ci,jdk.management,jdk.unsupported,jdk.zipfs"
    cp "$0" "$here/gpu.sh"
    XZ_OPT=-9T2 tar -C "$work" -cJf "$out" azulejo-gpu
    [ "$(wc -c <"$out")" -le 60000000 ] || die "$out has more than 60 MB"
    ls -l "$out"
}

run() {
    local archive out started
    archive=$(realpath "$1")
    mkdir -p "$2"
    out=$(realpath "$2")
    started=$SECONDS
    cd "$(mktemp -d)"
    tar -xJf "$archive"
    cd azulejo-gpu

    # CUDA's driver and compiler, wherever they are.
    local library paths=
    for library in libcuda.so.1 'libnvrtc.so.1*'; do
        library=$(find / -name "$library" -not -path '/proc/*' 2>/dev/null | head -n 1) || :
        [ -z "$library" ] || paths=$paths:$(dirname "$library")
    done
    library=$(sed -n 's/^-Djava.library.path=//p' tornado/argfile | head -n 1)
    export LD_LIBRARY_PATH="$PWD/$library$paths:${LD_LIBRARY_PATH:-}"

    local modules java
    modules=$(sed -n 's/^--module-path[ =]*//p' tornado/argfile | tail -n 1)
    grep -v '^--module-path' tornado/argfile >tornado/flags
    java=(jre/bin/java @tornado/flags -XX:+UseSerialGC -XX:MaxRAMPercentage=60 --add-modules jdk.incubator.vector)
    azulejo() {
        "${java[@]}" --enable-native-access=dev.azulejo.cli --add-opens=java.base/java.io=dev.azulejo.cli \
            -Dazulejo.stdout=4 -p "$modules:lib" -m dev.azulejo.cli/dev.azulejo.cli.Azulejo "$@" \
            4>&1 >>"$out/log.txt" 2>&1
    }

    echo "gpu.sh: devices"
    azulejo info --json >"$out/info.json" || die "no Java or no TornadoVM: see $out/log.txt"

    # What a step takes of both: of the model, large and small, and of a prior.
    local name arguments
    for name in large small prior; do
        case $name in
            large) arguments="step --image-size ${GPU_IMAGE_SIZE:-256} --batch ${GPU_BATCH:-32}" ;;
            small) arguments="step --image-size 32 --batch 64" ;;
            prior) arguments="prior --preset ${GPU_PRIOR:-top} --size 32 --batch 8" ;;
        esac
        echo "gpu.sh: Azulejo's $arguments"
        # shellcheck disable=SC2086 # Words.
        if ! azulejo bench $arguments --backend tornado --json >"$out/$name.json"; then
            echo "gpu.sh: failed; once more without CUDA graphs"
            java+=(-Dazulejo.tornado.eager=true)
            azulejo bench $arguments --backend tornado --json >"$out/$name.json" || echo null >"$out/$name.json"
        fi
        echo "gpu.sh: PyTorch's"
        # shellcheck disable=SC2001,SC2046,SC2086 # Its numbers and names, without the options'.
        (cd torch && python3 torch_${arguments%% *}.py $(sed 's/^[a-z]* //; s/--[a-z-]* //g' <<<"$arguments")) \
            >"$out/$name-pytorch.jsonl" 2>>"$out/log.txt" || { echo "gpu.sh: no PyTorch"; : >"$out/$name-pytorch.jsonl"; }
    done

    echo "gpu.sh: the cases of the kernels"
    "${java[@]}" -p "$modules" -cp "suite/tornado:suite/engine:$(printf '%s:' lib/*.jar suite/jars/*.jar)" \
        dev.azulejo.engine.cpu.CasesOnDevice "${GPU_EVERY_CASE:-5}" "${GPU_SECONDS:-200}" \
        >"$out/cases.json" 2>>"$out/log.txt" || echo null >"$out/cases.json"

    {
        printf '{"info":%s' "$(cat "$out/info.json")"
        for name in large small prior; do
            printf ',"%s":{"azulejo":%s,"pytorch":[%s]}' "$name" "$(cat "$out/$name.json")" "$(paste -sd, "$out/$name-pytorch.jsonl")"
        done
        printf ',"cases":%s,"seconds":%s}\n' "$(tail -n 1 "$out/cases.json")" "$((SECONDS - started))"
    } >"$out/gpu.json"
    cat "$out/gpu.json"
}

case ${1:-} in
    pack) [ $# = 2 ] || die "pack FILE.tar.xz"; pack "$2" ;;
    run) [ $# = 3 ] || die "run FILE.tar.xz DIR"; run "$2" "$3" ;;
    *) die "pack FILE.tar.xz, or run FILE.tar.xz DIR" ;;
esac
