package dev.azulejo.priors;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.message.UserException;

/**
 * The sizes of a {@link CodePrior}, in the terms of table 5 of arXiv 1906.00446.
 *
 * @param hidden channels of the two stacks
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
        @Setting(value = "96", min = 2, max = 65536, help = "channels of the two stacks")
        int hidden,

        @Setting(value = "96", min = 1, max = 65536, help = "channels within a gated block")
        int residual,

        @Setting(value = "4", min = 1, max = 1024, help = "causal layers")
        int layers,

        @Setting(value = "2", min = 0, max = 1024, help = "how many of them attention follows")
        int attentionLayers,

        @Setting(value = "4", min = 1, max = 1024, help = "heads of each attention")
        int heads,

        @Setting(value = "3", min = 3, max = 63, help = "rows and columns of the convolutions; odd")
        int kernel,

        @Setting(value = "0.5", min = 0, max = 0.99, help = "within gated blocks and on attention's weights")
        double dropout,

        @Setting(value = "0", min = 0, max = 1024, help = "residual blocks over the decoded levels above")
        int conditionBlocks,

        @Setting(value = "1", min = 0, max = 1024, help = "gated 1x1 blocks before the logits")
        int outputBlocks,

        @Setting(value = "0", min = 0, max = 1 << 20, help = "classes to condition on; 0 for none")
        int classes) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense, or the heads do not divide attention's channels
     */
    public PriorConfig {
        Schema.check(
                PriorConfig.class,
                hidden,
                residual,
                layers,
                attentionLayers,
                heads,
                kernel,
                dropout,
                conditionBlocks,
                outputBlocks,
                classes);
        Settings.requireRange("attention_layers", attentionLayers, 0, layers);
        if (kernel % 2 == 0) {
            throw new UserException("kernel: expected an odd number, found " + kernel);
        }
        if (attentionLayers > 0 && (hidden % 2 != 0 || hidden / 2 % heads != 0)) {
            throw new UserException("heads: expected a divisor of half of hidden (" + hidden + "), found " + heads);
        }
    }

    /** {@return the channels of attention's queries, keys and values, all heads together: half of hidden} */
    public int attentionChannels() {
        return hidden / 2;
    }

    /**
     * Says whether attention follows a layer.
     *
     * @param layer the layer, from 0
     * @return true for the layers that close one of as many equal parts as there are attentions
     */
    public boolean attends(int layer) {
        return (layer + 1) * attentionLayers / layers > layer * attentionLayers / layers;
    }
}
