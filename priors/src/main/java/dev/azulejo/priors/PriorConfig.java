package dev.azulejo.priors;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of a {@link CodePrior}, in the terms of table 5 of arXiv 1906.00446.
 *
 * @param hidden channels of the two streams
 * @param residual channels within a gated block
 * @param layers number of causal layers
 * @param attentionLayers how many of them attention follows, spread evenly, the last one included
 * @param heads of each attention
 * @param kernel rows and columns that a convolution would have, were it not causal; odd
 * @param dropout probability of dropping within every gated block and on attention's weights
 * @param conditionBlocks residual blocks over the decoded levels above; unused at the top level
 * @param outputBlocks gated 1x1 blocks before the logits
 * @param classes number of classes to condition on, 0 for none
 */
public record PriorConfig(
        int hidden,
        int residual,
        int layers,
        int attentionLayers,
        int heads,
        int kernel,
        double dropout,
        int conditionBlocks,
        int outputBlocks,
        int classes) {
    private static final int MOST = 65536;

    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense, or the heads do not divide attention's channels
     */
    public PriorConfig {
        Settings.requireRange("hidden", hidden, 2, MOST);
        Settings.requireRange("residual", residual, 1, MOST);
        Settings.requireRange("layers", layers, 1, 1024);
        Settings.requireRange("attention_layers", attentionLayers, 0, layers);
        Settings.requireRange("heads", heads, 1, 1024);
        Settings.requireRange("kernel", kernel, 3, 63);
        Settings.requireRange("dropout", dropout, 0, 0.99);
        Settings.requireRange("condition_blocks", conditionBlocks, 0, 1024);
        Settings.requireRange("output_blocks", outputBlocks, 0, 1024);
        Settings.requireRange("classes", classes, 0, 1 << 20);
        if (kernel % 2 == 0) {
            throw new UserException("kernel: expected an odd number, found " + kernel);
        }
        if (attentionLayers > 0 && (hidden % 2 != 0 || hidden / 2 % heads != 0)) {
            throw new UserException("heads: expected a divisor of half of hidden (" + hidden + "), found " + heads);
        }
    }

    /**
     * Channels of attention's queries, keys and values, all heads together.
     *
     * @return half of hidden
     */
    public int attentionChannels() {
        return hidden / 2;
    }

    /**
     * Whether attention follows a layer.
     *
     * @param layer the layer, from 0
     * @return true for the layers that close one of as many equal parts as there are attentions
     */
    public boolean attends(int layer) {
        return (layer + 1) * attentionLayers / layers > layer * attentionLayers / layers;
    }

    /**
     * These sizes with other classes.
     *
     * @param count number of classes, 0 for none
     * @return the configuration
     */
    public PriorConfig withClasses(int count) {
        return new PriorConfig(
                hidden,
                residual,
                layers,
                attentionLayers,
                heads,
                kernel,
                dropout,
                conditionBlocks,
                outputBlocks,
                count);
    }

    /**
     * The settings by name, for JSON and for {@link Settings#with}.
     *
     * @return names in snake_case with values of JSON's types
     */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hidden", (long) hidden);
        json.put("residual", (long) residual);
        json.put("layers", (long) layers);
        json.put("attention_layers", (long) attentionLayers);
        json.put("heads", (long) heads);
        json.put("kernel", (long) kernel);
        json.put("dropout", dropout);
        json.put("condition_blocks", (long) conditionBlocks);
        json.put("output_blocks", (long) outputBlocks);
        json.put("classes", (long) classes);
        return json;
    }

    /**
     * The sizes that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static PriorConfig fromJson(JsonObject json) {
        return new PriorConfig(
                json.whole("hidden", 2, MOST),
                json.whole("residual", 1, MOST),
                json.whole("layers", 1, 1024),
                json.whole("attention_layers", 0, 1024),
                json.whole("heads", 1, 1024),
                json.whole("kernel", 3, 63),
                json.number("dropout"),
                json.whole("condition_blocks", 0, 1024),
                json.whole("output_blocks", 0, 1024),
                json.whole("classes", 0, 1 << 20));
    }
}
