package dev.azulejo.cli.data;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;

/** The images of a source that are meant: to learn from, held out, or all. */
public enum Subset {
    /** Those that training never sees: as the data has them, else a tenth. */
    HELD_OUT("held-out"),
    /** Those that training learns from. */
    TRAIN("train"),
    /** All. */
    ALL("all");

    private final String word;

    Subset(String word) {
        this.word = word;
    }

    public ImageData of(Split split) {
        return switch (this) {
            case HELD_OUT -> split.heldOut();
            case TRAIN -> split.train();
            case ALL -> split.images();
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
