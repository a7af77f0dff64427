package dev.azulejo.cli;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Split;
import java.util.List;

/** Which of the images of a source. */
enum Part {
    /** Those that training never sees: as the data has them, else a tenth. */
    HELD_OUT("held-out"),
    /** Those that training learns from. */
    TRAIN("train"),
    /** All. */
    ALL("all");

    private final String word;

    Part(String word) {
        this.word = word;
    }

    @SuppressWarnings("ReferenceEquality") // An only image is both parts, the very same object.
    ImageData of(Split split) {
        return switch (this) {
            case HELD_OUT -> split.heldOut();
            case TRAIN -> split.train();
            case ALL -> split.train() == split.heldOut() ? split.train() : new Joined(split.train(), split.heldOut());
        };
    }

    @Override
    public String toString() {
        return word;
    }

    /** Images of one source after those of another. */
    private record Joined(ImageData first, ImageData second) implements ImageData {
        @Override
        public String name() {
            return first.name();
        }

        @Override
        public int count() {
            return Math.addExact(first.count(), second.count());
        }

        @Override
        public int height() {
            return first.height();
        }

        @Override
        public int width() {
            return first.width();
        }

        @Override
        public int channels() {
            return first.channels();
        }

        @Override
        public List<String> classes() {
            return first.classes();
        }

        @Override
        public int label(int i) {
            return i < first.count() ? first.label(i) : second.label(i - first.count());
        }

        @Override
        public void read(int i, byte[] destination, int offset) {
            if (i < first.count()) {
                first.read(i, destination, offset);
            } else {
                second.read(i - first.count(), destination, offset);
            }
        }
    }
}
