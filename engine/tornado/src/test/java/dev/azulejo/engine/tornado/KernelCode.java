package dev.azulejo.engine.tornado;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The bytecode of a method that TornadoVM is to compile, and what in it would be compiled wrong in silence, or not at all.
 *
 * @param name class and method
 * @param method the method
 */
record KernelCode(String name, MethodModel method) {
    private static final String API = "uk/ac/manchester/tornado/api/";
    private static final String KERNELS = "dev/azulejo/engine/tornado/kernels/";
    private static final Set<String> TYPES = Set.of(
            "L" + API + "KernelContext;",
            "L" + API + "types/arrays/FloatArray;",
            "L" + API + "types/arrays/IntArray;",
            "I",
            "F",
            "D",
            "V");

    /** Words of OpenCL C and of CUDA C that a kernel's name must not be. */
    private static final Set<String> WORDS =
            Set.of("half", "kernel", "global", "local", "constant", "private", "image", "event", "vector", "select");

    /** The code of a method. */
    static KernelCode of(Method method) {
        return all(method.getDeclaringClass()).stream()
                .filter(code -> code.method.methodName().equalsString(method.getName()))
                .findFirst()
                .orElseThrow();
    }

    /** The code of all methods of a class. */
    static List<KernelCode> all(Class<?> home) {
        String file = home.getName().substring(home.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = home.getResourceAsStream(file)) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            return model.methods().stream()
                    .filter(method -> !method.methodName().equalsString("<init>"))
                    .map(method -> new KernelCode(home.getSimpleName() + "." + method.methodName(), method))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isKernel() {
        return method.methodType().stringValue().startsWith("(L" + API + "KernelContext;");
    }

    boolean hasBarriers() {
        return elements().stream()
                .anyMatch(
                        e -> e instanceof InvokeInstruction call && call.name().equalsString("localBarrier"));
    }

    private List<CodeElement> elements() {
        return method.code().orElseThrow().elementList();
    }

    /** What is wrong, one line a finding. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!method.flags().has(AccessFlag.STATIC)) {
            faults.add("not static");
        }
        if (WORDS.contains(method.methodName().stringValue())) {
            faults.add("its name is a word of the device's language");
        }
        parameters(faults);
        int returns = 0;
        CodeElement before = null;
        shifts(faults);
        for (CodeElement element : elements()) {
            if (element instanceof ReturnInstruction) {
                returns++;
            }
            instruction(element, before, faults);
            before = element instanceof Instruction ? element : before;
        }
        if (returns != 1) {
            faults.add(returns + " returns: one expected, the inliner confuses more");
        }
        return faults.stream().map(fault -> name + ": " + fault).toList();
    }

    /** A device may shift in zeros where Java shifts in the sign: whatever comes in must be masked away. */
    private void shifts(List<String> faults) {
        List<Instruction> code = elements().stream()
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i).opcode() == Opcode.ISHR || code.get(i).opcode() == Opcode.LSHR) {
                boolean masked = i + 2 < code.size()
                        && code.get(i + 1) instanceof ConstantInstruction
                        && code.get(i + 2).opcode() == Opcode.IAND;
                if (!masked) {
                    faults.add(">> without a mask: write (x >> n) & mask");
                }
            }
        }
    }

    private void parameters(List<String> faults) {
        var type = method.methodTypeSymbol();
        if (isKernel() && type.parameterCount() > 20) {
            faults.add(type.parameterCount() + " parameters: at most 20 expected");
        }
        for (var parameter : type.parameterList()) {
            if (!TYPES.contains(parameter.descriptorString())) {
                faults.add("parameter of type " + parameter.displayName()
                        + ": a local or private array passed on is lost," + " other types are not known");
            }
        }
    }

    private static void instruction(CodeElement element, CodeElement before, List<String> faults) {
        switch (element) {
            case OperatorInstruction operator -> operator(operator, faults);
            case InvokeInstruction call -> call(call, faults);
            case InvokeDynamicInstruction _ -> faults.add("a lambda or a string");
            case NewObjectInstruction made ->
                faults.add("new " + made.className().asInternalName());
            case NewReferenceArrayInstruction _ -> faults.add("an array of objects");
            case NewMultiArrayInstruction _ -> faults.add("an array of arrays");
            case NewPrimitiveArrayInstruction _ -> {
                if (!(before instanceof ConstantInstruction)) {
                    faults.add("a private array whose size is no constant");
                }
            }
            case ThrowInstruction _ -> faults.add("throw");
            case FieldInstruction field -> {
                if (!field.owner().asInternalName().equals(API + "KernelContext")) {
                    faults.add("field " + field.owner().asInternalName() + "." + field.name());
                }
            }
            case BranchInstruction branch
            when branch.opcode() == Opcode.IFNULL || branch.opcode() == Opcode.IFNONNULL ->
                faults.add("a comparison with null");
            default -> {}
        }
    }

    private static void operator(OperatorInstruction operator, List<String> faults) {
        switch (operator.opcode()) {
            case IUSHR, LUSHR -> faults.add(">>> is compiled as >>: write (x >> n) & mask");
            case LMUL -> faults.add("a product of longs");
            default -> {}
        }
    }

    private static void call(InvokeInstruction call, List<String> faults) {
        String owner = call.owner().asInternalName();
        boolean known = owner.startsWith(API)
                || owner.startsWith(KERNELS)
                || (owner.equals("java/lang/Integer") && call.name().equalsString("intValue"))
                || (owner.equals("java/lang/Math") && call.name().equalsString("sqrt"));
        if (!known) {
            faults.add("call of " + owner + "." + call.name());
        }
        if (owner.equals(API + "KernelContext") && call.opcode() != Opcode.INVOKEVIRTUAL) {
            faults.add("a context that is no parameter");
        }
    }
}
