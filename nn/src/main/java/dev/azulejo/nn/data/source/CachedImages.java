package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ImageData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Images that were decoded before, read from a file of the cache one by one. Where that file is damaged, the image is decoded
 * again and the cache told.
 *
 * @param name where they come from
 * @param entry the file
 * @param files where each image is from
 * @param classes names of the classes
 * @param labels the class of each
 * @param size what the images were resized to, if they were
 * @param damaged called when the file is not as it was written
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CachedImages(
        String name,
        CacheEntry entry,
        List<Path> files,
        List<String> classes,
        int[] labels,
        OptionalInt size,
        Runnable damaged)
        implements ImageData {
    @Override
    public int count() {
        return files.size();
    }

    @Override
    public int height() {
        return entry.height();
    }

    @Override
    public int width() {
        return entry.width();
    }

    @Override
    public int channels() {
        return entry.channels();
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        if (!isRead(i, destination, offset)) {
            ImageFolder.readFile(files.get(i), size, OptionalInt.of(channels()))
                    .images()
                    .read(0, destination, offset);
        }
    }

    private boolean isRead(int i, byte[] destination, int offset) {
        try {
            if (entry.read(i, destination, offset)) {
                return true;
            }
            damaged.run();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
