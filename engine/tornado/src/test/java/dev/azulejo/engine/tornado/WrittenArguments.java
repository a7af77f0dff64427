package dev.azulejo.engine.tornado;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The arrays among a kernel's arguments that it writes, as TornadoVM finds them: by its code, whether or not it comes to that.
 * The operand stack is followed, of which only the kernel's own arguments matter.
 */
final class WrittenArguments {
    private static final String API = "uk/ac/manchester/tornado/api/types/arrays/";
    private static final int OTHER = -1;

    private final List<Integer> stack = new ArrayList<>();
    private final SortedSet<Integer> written = new TreeSet<>();
    private final Map<Integer, Integer> arguments = new HashMap<>();

    private WrittenArguments() {}

    /** Their places, the context being 0. */
    static SortedSet<Integer> of(Method kernel) {
        return of(KernelCode.of(kernel));
    }

    private static SortedSet<Integer> of(KernelCode kernel) {
        WrittenArguments found = new WrittenArguments();
        int slot = 0;
        MethodTypeDesc type = kernel.method().methodTypeSymbol();
        for (int i = 0; i < type.parameterCount(); i++) {
            found.arguments.put(slot, i);
            slot += TypeKind.from(type.parameterType(i)).slotSize();
        }
        found.follow(kernel.method().code().orElseThrow());
        return found.written;
    }

    private void follow(CodeModel code) {
        Map<Label, Integer> depths = new HashMap<>();
        code.findAttribute(Attributes.stackMapTable())
                .map(StackMapTableAttribute::entries)
                .orElse(List.of())
                .forEach(frame -> depths.put(frame.target(), depth(frame)));
        for (CodeElement element : code) {
            if (element instanceof LabelTarget target && depths.containsKey(target.label())) {
                pop(stack.size() - depths.get(target.label()));
            } else {
                step(element);
            }
        }
    }

    private static int depth(StackMapFrameInfo frame) {
        return frame.stack().size();
    }

    private void step(CodeElement element) {
        switch (element) {
            case LoadInstruction load -> push(arguments.getOrDefault(load.slot(), OTHER));
            case StoreInstruction _ -> pop(1);
            case ConstantInstruction _ -> push(OTHER);
            case OperatorInstruction operator -> {
                boolean unary = operator.opcode().name().endsWith("NEG")
                        || operator.opcode().name().equals("ARRAYLENGTH");
                pop(unary ? 1 : 2);
                push(OTHER);
            }
            case ArrayLoadInstruction _ -> {
                pop(2);
                push(OTHER);
            }
            case ArrayStoreInstruction _ -> pop(3);
            case FieldInstruction field -> {
                pop(field.opcode().name().equals("GETFIELD") ? 1 : 0);
                push(OTHER);
            }
            case BranchInstruction branch -> pop(compared(branch.opcode().name()));
            case StackInstruction change -> {
                switch (change.opcode()) {
                    case DUP -> push(stack.getLast());
                    case DUP2 -> { // An array and a place in it, as for x[i] += y.
                        push(stack.get(stack.size() - 2));
                        push(stack.get(stack.size() - 2));
                    }
                    case POP -> pop(1);
                    default -> throw new IllegalStateException("not followed: " + change);
                }
            }
            case InvokeInstruction call -> call(call);
            default -> {} // Conversions, increments, new arrays and returns leave what is below as it is.
        }
    }

    private static int compared(String branch) {
        return branch.startsWith("GOTO") ? 0 : branch.startsWith("IF_") ? 2 : 1;
    }

    private void call(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        int given = call.typeSymbol().parameterCount();
        if (owner.startsWith(API) && call.name().equalsString("set")) {
            write(stack.get(stack.size() - given - 1));
        } else if (owner.startsWith(Launch.class.getPackageName().replace('.', '/'))) {
            for (int place : of(called(call))) {
                write(stack.get(stack.size() - given + place));
            }
        }
        boolean isStatic = call.opcode().name().equals("INVOKESTATIC");
        pop(given + (isStatic ? 0 : 1));
        if (!call.typeSymbol().returnType().descriptorString().equals("V")) {
            push(OTHER);
        }
    }

    private static KernelCode called(InvokeInstruction call) {
        try {
            Class<?> home = Class.forName(call.owner().asInternalName().replace('/', '.'));
            return KernelCode.all(home).stream()
                    .filter(code ->
                            code.method().methodName().equalsString(call.name().stringValue()))
                    .findFirst()
                    .orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(int argument) {
        if (argument != OTHER) {
            written.add(argument);
        }
    }

    private void push(int argument) {
        stack.add(argument);
    }

    private void pop(int count) {
        for (int i = 0; i < count; i++) {
            stack.removeLast();
        }
    }
}
