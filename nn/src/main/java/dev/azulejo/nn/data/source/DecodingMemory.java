package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.image.ImageDecoder;
import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import java.util.concurrent.Semaphore;

/**
 * Memory for images that are being decoded: as many at once as fit, by what each says of itself beforehand. Which images are too
 * large follows from them and from the size of the heap, never from what else is being decoded at the moment.
 */
final class DecodingMemory {
    /** Beside the 0.4 that decoded images may take. */
    private static final double HEAP_SHARE = 0.4;

    private static final int MIB = 1 << 20;

    private final long heap;
    private final int most;
    private final Semaphore free;

    /** Takes a heap of so many bytes. */
    DecodingMemory(long heap) {
        this.heap = heap;
        this.most = Math.max(1, (int) Math.min(Integer.MAX_VALUE, (long) (heap * HEAP_SHARE) / MIB));
        this.free = new Semaphore(most, true);
    }

    static DecodingMemory ofHeap() {
        return new DecodingMemory(Runtime.getRuntime().maxMemory());
    }

    /** Decodes an image. */
    interface Work {
        byte[] run() throws NotAnImage;
    }

    /** Does the work when there is memory for it; waits for it if need be. */
    byte[] within(ImageDecoder image, Work work) throws NotAnImage {
        long wanted = Math.ceilDiv(image.bytes(), MIB);
        if (wanted > most) {
            throw new NotAnImage("too large for a heap of " + heap / MIB + " MiB: to decode its "
                    + image.size().width() + "x" + image.size().height() + " pixels takes " + wanted
                    + " MiB; run again with -Xmx" + (long) Math.ceil(wanted / HEAP_SHARE / 1024) + "g");
        }
        int taken = (int) wanted;
        free.acquireUninterruptibly(taken);
        try {
            return work.run();
        } finally {
            free.release(taken);
        }
    }
}
