package dev.azulejo.cli.serve;

import dev.azulejo.Pictures;
import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The held-out images of a run, as its model takes them.
 *
 * @param data the images, null if they are not there
 * @param missing why they are not, null if they are
 */
record Images(ImageData data, String missing) {
    /** Without those of the run itself the page has much to show yet; images that were named must be there. */
    static Images of(Session session, ModelRun run, DataOptions options) {
        try {
            return new Images(
                    TrainedModel.data(session, run, options.source(run)).heldOut(), null);
        } catch (UserException e) {
            if (!options.areOfTheRun()) {
                throw e;
            }
            session.warn(e.getMessage());
            return new Images(null, e.getMessage());
        }
    }

    int count() {
        return data == null ? 0 : data.count();
    }

    /** The name of an image's class, or null. */
    String className(int row) {
        int label = data.label(row);
        return label < 0 ? null : data.classes().get(label);
    }

    /** One of the images. */
    ImageData row(long row) {
        if (data == null) {
            throw new Refusal(Refusal.NOT_YET, missing);
        }
        if (row < 0 || row >= data.count()) {
            throw new Refusal(
                    Refusal.NOT_FOUND, "image " + row + ": expected 0 to " + (data.count() - 1) + ", held-out images");
        }
        return data.select((int) row);
    }

    /** One of the images with its row and its class, for the page. */
    Map<String, Object> described(int row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", row);
        json.put("class", className(row));
        json.put("image", Png.text(Pictures.of(row(row), 0)));
        return json;
    }
}
