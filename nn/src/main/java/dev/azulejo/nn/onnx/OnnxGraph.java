package dev.azulejo.nn.onnx;

import dev.azulejo.nn.io.ProtobufWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A graph of ONNX operators, built from its inputs to its outputs; values are known by their names. What no output needs is
 * left out of the file. The numbers of fields are those of {@code onnx.proto}.
 */
public final class OnnxGraph {
    /** The version of the operators that are meant: every runtime since 2022 reads it. */
    public static final int OPSET = 17;

    private static final int IR_VERSION = 8;

    private final String name;
    private final List<ProtobufWriter> inputs = new ArrayList<>();
    private final Map<String, ProtobufWriter> outputs = new LinkedHashMap<>();
    private final Map<String, ProtobufWriter> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(String output, String operator, List<String> inputs, ProtobufWriter attributes) {
        ProtobufWriter message() {
            ProtobufWriter message = new ProtobufWriter();
            inputs.forEach(input -> message.text(1, input));
            return message.text(2, output).text(3, "make_" + output).text(4, operator);
        }
    }

    /** The types of elements that graphs here have, by their numbers in the format. */
    public enum Element {
        /** IEEE binary32. */
        FLOAT(1),
        /** Signed 64-bit integers. */
        INT64(7);

        private final int number;

        Element(int number) {
            this.number = number;
        }
    }

    /**
     * A graph without anything yet.
     *
     * @param name of the graph
     */
    public OnnxGraph(String name) {
        this.name = name;
    }

    /**
     * Adds an input whose first axis is of any size.
     *
     * @param value its name
     * @param type of its elements
     * @param sizes of the axes behind the first
     * @return its name
     */
    public String input(String value, Element type, int... sizes) {
        inputs.add(described(value, type, sizes));
        return value;
    }

    /**
     * Makes a value an output, whose first axis is of any size.
     *
     * @param value its name
     * @param as the name that it has as an output
     * @param type of its elements
     * @param sizes of the axes behind the first
     */
    public void output(String value, String as, Element type, int... sizes) {
        nodes.add(new Node(as, "Identity", List.of(value), new ProtobufWriter()));
        outputs.put(as, described(as, type, sizes));
    }

    private static ProtobufWriter described(String value, Element type, int... sizes) {
        ProtobufWriter shape = new ProtobufWriter().message(1, new ProtobufWriter().text(2, "batch"));
        for (int size : sizes) {
            shape.message(1, new ProtobufWriter().whole(1, size));
        }
        ProtobufWriter tensor = new ProtobufWriter().whole(1, type.number).message(2, shape);
        return new ProtobufWriter().text(1, value).message(2, new ProtobufWriter().message(1, tensor));
    }

    /**
     * Adds a constant; another of that name is replaced.
     *
     * @param value its name
     * @param numbers its elements, row by row
     * @param shape its sizes, outermost first
     * @return its name
     */
    public String constant(String value, float[] numbers, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(numbers);
        return constant(value, Element.FLOAT, raw.array(), shape);
    }

    /**
     * Adds a constant list of whole numbers.
     *
     * @param value its name
     * @param numbers its elements
     * @return its name
     */
    public String constant(String value, long... numbers) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        return constant(value, Element.INT64, raw.array(), numbers.length);
    }

    private String constant(String value, Element type, byte[] raw, int... shape) {
        ProtobufWriter tensor = new ProtobufWriter();
        IntStream.of(shape).forEach(size -> tensor.whole(1, size));
        constants.put(value, tensor.whole(2, type.number).text(8, value).bytes(9, raw));
        return value;
    }

    /**
     * Adds an operator.
     *
     * @param operator its name, as {@code Conv}
     * @param attributes by name: whole numbers, or lists of them
     * @param of the names of its inputs
     * @return the name of what it makes
     */
    public String node(String operator, Map<String, ?> attributes, String... of) {
        ProtobufWriter all = new ProtobufWriter();
        attributes.forEach((key, value) -> all.message(5, attribute(key, value)));
        String output = operator.toLowerCase(Locale.ROOT) + "_" + nodes.size();
        nodes.add(new Node(output, operator, List.copyOf(Arrays.asList(of)), all));
        return output;
    }

    /** Numbers 2 and 7 are the types INT and INTS. */
    private static ProtobufWriter attribute(String key, Object value) {
        ProtobufWriter attribute = new ProtobufWriter().text(1, key);
        if (value instanceof List<?> list) {
            list.forEach(each -> attribute.whole(8, ((Number) each).longValue()));
            return attribute.whole(20, 7);
        }
        return attribute.whole(3, ((Number) value).longValue()).whole(20, 2);
    }

    /**
     * The file of this graph.
     *
     * @param producer the program that made it
     * @param version of that program
     * @param about texts about it, by name
     * @return its bytes, a {@code ModelProto}
     */
    public byte[] model(String producer, String version, Map<String, String> about) {
        Set<String> needed = new HashSet<>(outputs.keySet());
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) { // Each comes behind those whose values it reads.
            if (needed.contains(node.output())) {
                needed.addAll(node.inputs());
                kept.addFirst(node);
            }
        }
        ProtobufWriter graph = new ProtobufWriter();
        kept.forEach(node -> graph.bytes(1, joined(node.message(), node.attributes())));
        graph.text(2, name);
        constants.forEach((value, tensor) -> {
            if (needed.contains(value)) {
                graph.message(5, tensor);
            }
        });
        inputs.forEach(input -> graph.message(11, input));
        outputs.values().forEach(output -> graph.message(12, output));
        ProtobufWriter model = new ProtobufWriter()
                .whole(1, IR_VERSION)
                .text(2, producer)
                .text(3, version)
                .message(7, graph)
                .message(8, new ProtobufWriter().text(1, "").whole(2, OPSET));
        about.forEach((key, value) ->
                model.message(14, new ProtobufWriter().text(1, key).text(2, value)));
        return model.toBytes();
    }

    private static byte[] joined(ProtobufWriter one, ProtobufWriter other) {
        byte[] first = one.toBytes();
        byte[] second = other.toBytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
