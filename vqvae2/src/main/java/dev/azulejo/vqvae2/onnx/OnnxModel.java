package dev.azulejo.vqvae2.onnx;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.onnx.OnnxGraph;
import dev.azulejo.nn.onnx.OnnxGraph.Element;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.onnx.ModelNodes.Walk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as three ONNX graphs of opset {@value OnnxGraph#OPSET}, for any number of images at once. Images are FLOAT
 * {@code [batch,C,H,W]} with pixels in [0,1], channels first as users of ONNX expect; codes INT64 {@code [batch,h,w]}, or
 * {@code [batch,h,w,Q]}.
 *
 * @param model the model
 */
public record OnnxModel(VqVae2 model) {
    /** The names of the files. */
    public static final List<String> FILES = List.of("encode.onnx", "decode.onnx", "reconstruct.onnx");

    private static final String IMAGES = "images";

    /** {@return images to the codes of every level: {@code images} to {@code codes_bottom}, {@code codes_top}, ...} */
    public byte[] encode() {
        OnnxGraph graph = new OnnxGraph("encode");
        Walk walk = new ModelNodes(graph, model).walk(images(graph));
        for (int level = 0; level < config().levels(); level++) {
            graph.output(walk.codes().get(level), codes(level), Element.INT64, grid(level));
        }
        return file(graph);
    }

    /** {@return codes of every level to images: {@code codes_bottom}, {@code codes_top}, ... to {@code images}} */
    public byte[] decode() {
        OnnxGraph graph = new OnnxGraph("decode");
        List<String> inputs = new ArrayList<>();
        for (int level = 0; level < config().levels(); level++) {
            inputs.add(graph.input(codes(level), Element.INT64, grid(level)));
        }
        graph.output(new ModelNodes(graph, model).decode(inputs), IMAGES, Element.FLOAT, pixels());
        return file(graph);
    }

    /** {@return images to what the model makes of them: {@code images} to {@code reconstruction}, not clamped} */
    public byte[] reconstruct() {
        OnnxGraph graph = new OnnxGraph("reconstruct");
        Walk walk = new ModelNodes(graph, model).walk(images(graph));
        graph.output(walk.reconstruction(), "reconstruction", Element.FLOAT, pixels());
        return file(graph);
    }

    /**
     * Writes the three, and nothing else, in a folder.
     *
     * @param folder the folder; one of that name is replaced
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void write(Path folder) {
        List<byte[]> graphs = List.of(encode(), decode(), reconstruct());
        AtomicFiles.directory(folder, aside -> {
            for (int i = 0; i < graphs.size(); i++) {
                AtomicFiles.bytes(aside.resolve(FILES.get(i)), graphs.get(i));
            }
        });
    }

    private ModelConfig config() {
        return model.config();
    }

    private String images(OnnxGraph graph) {
        return graph.input(IMAGES, Element.FLOAT, pixels());
    }

    private String codes(int level) {
        return "codes_" + config().levelNames().get(level);
    }

    private int[] pixels() {
        return new int[] {config().channels(), config().imageSize(), config().imageSize()};
    }

    private int[] grid(int level) {
        int side = config().grid(level);
        int depth = config().quantizer().depth();
        return depth == 1 ? new int[] {side, side} : new int[] {side, side, depth};
    }

    private byte[] file(OnnxGraph graph) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("levels", Json.write(config().levelNames()));
        return graph.model("azulejo", RunInfo.VERSION, about);
    }
}
