package dev.azulejo.engine.cpu.vector;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What C2 made of a method, from what {@code -XX:CompileCommand=print} writes where the JVM has no disassembler. It knows
 * only the few instructions of x86 that tell whether a loop of multiply-adds keeps its sums in registers.
 *
 * @param method class and name
 * @param bytes the code
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares code.
record MachineCode(String method, byte[] bytes) {
    private static final Pattern COMPILED = Pattern.compile(
            "C2-compiled nmethod.*?Compiled method \\(c2\\) [^\\n]*?(\\S+::\\S+)([^\\n]*)(.*?)\\[/MachCode]",
            Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*0x[0-9a-f]+: ([0-9a-f |]+)$");

    /** Most bytes of a loop. */
    private static final int LONGEST = 2048;

    /** A loop: its first byte, its jump back, its multiply-adds, and its moves of whole registers from and to the stack. */
    record Loop(int start, int end, int multiplyAdds, int spills) {
        private boolean around(Loop other) {
            return start <= other.start && other.end <= end && !equals(other);
        }
    }

    /** All whole methods in the output of a JVM, not those entered in the middle of a loop. */
    static List<MachineCode> parse(String output) {
        List<MachineCode> methods = new ArrayList<>();
        Matcher compiled = COMPILED.matcher(output);
        while (compiled.find()) {
            if (!compiled.group(2).contains("@")) {
                StringBuilder hex = new StringBuilder();
                LINE.matcher(compiled.group(3))
                        .results()
                        .forEach(line -> hex.append(line.group(1).replaceAll("[ |]", "")));
                methods.add(new MachineCode(compiled.group(1), HexFormat.of().parseHex(hex)));
            }
        }
        return methods;
    }

    /** The innermost loops with at least so many multiply-adds. */
    List<Loop> loops(int multiplyAdds) {
        List<Loop> loops = new ArrayList<>();
        for (int at = 0; at + 6 <= bytes.length; at++) {
            if (at(at) == 0x0f && (at(at + 1) & 0xf0) == 0x80) { // A conditional jump by 32 bits.
                int by = at(at + 2) | at(at + 3) << 8 | at(at + 4) << 16 | at(at + 5) << 24;
                int start = at + 6 + by;
                if (by < 0 && by >= -LONGEST && start >= 0) {
                    Loop loop = loop(start, at);
                    if (loop.multiplyAdds >= multiplyAdds) {
                        loops.add(loop);
                    }
                }
            }
        }
        return loops.stream()
                .filter(loop -> loops.stream().noneMatch(loop::around))
                .toList();
    }

    private Loop loop(int start, int end) {
        int multiplyAdds = 0;
        int spills = 0;
        for (int at = start; at < end; at++) {
            multiplyAdds += isMultiplyAdd(at) ? 1 : 0;
            spills += isSpill(at) ? 1 : 0;
        }
        return new Loop(start, end, multiplyAdds, spills);
    }

    /** vfmadd132ps, 213 or 231, of any width. */
    private boolean isMultiplyAdd(int at) {
        int prefix = prefix(at, 2);
        if (prefix == 0) {
            return false;
        }
        int opcode = at(at + prefix);
        return opcode == 0x98 || opcode == 0xa8 || opcode == 0xb8;
    }

    /** vmovups, vmovaps, vmovdqu or vmovdqa of any width, from or to an address relative to rsp. */
    private boolean isSpill(int at) {
        int prefix = prefix(at, 1);
        if (prefix == 0) {
            return false;
        }
        boolean scalar = (at(at + prefix - (at(at) == 0x62 ? 2 : 1)) & 2) != 0;
        boolean moves = switch (at(at + prefix)) {
            case 0x10, 0x11 -> !scalar;
            case 0x28, 0x29, 0x6f, 0x7f -> true;
            default -> false;
        };
        int operands = at(at + prefix + 1);
        return moves && operands < 0xc0 && (operands & 7) == 4 && at(at + prefix + 2) == 0x24;
    }

    /** Bytes before the opcode of an instruction with a VEX or EVEX prefix that is of this map of opcodes; 0 if it is none. */
    private int prefix(int at, int map) {
        return switch (at(at)) {
            case 0xc5 -> map == 1 ? 2 : 0;
            case 0xc4 -> (at(at + 1) & 0x1f) == map ? 3 : 0;
            case 0x62 -> (at(at + 1) & 0x07) == map ? 4 : 0;
            default -> 0;
        };
    }

    private int at(int index) {
        return index < bytes.length ? bytes[index] & 0xff : 0;
    }
}
