package dev.azulejo.nn.data;

import java.util.List;

/** Images of another source with the classes of a third: a label becomes {@code numbers[label]}. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record RelabelledImages(ImageData base, List<String> classes, int[] numbers) implements DerivedImages {
    @Override
    public int label(int i) {
        int label = base.label(i);
        return label < 0 ? -1 : numbers[label];
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        base.read(i, destination, offset);
    }
}
