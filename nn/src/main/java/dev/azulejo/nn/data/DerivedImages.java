package dev.azulejo.nn.data;

import java.util.List;

/** Images made of those of another source as they are read: all that is not said otherwise is as it is there. */
sealed interface DerivedImages extends ImageData
        permits PaddedImages, RecolouredImages, RelabelledImages, SelectedImages, TransposedImages {
    /** The other source. */
    ImageData base();

    @Override
    default String name() {
        return base().name();
    }

    @Override
    default int count() {
        return base().count();
    }

    @Override
    default int height() {
        return base().height();
    }

    @Override
    default int width() {
        return base().width();
    }

    @Override
    default int channels() {
        return base().channels();
    }

    @Override
    default List<String> classes() {
        return base().classes();
    }

    @Override
    default int label(int i) {
        return base().label(i);
    }
}
