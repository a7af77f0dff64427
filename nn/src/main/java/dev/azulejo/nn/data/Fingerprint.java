package dev.azulejo.nn.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A hash of images: of the sizes, the classes and the hashes of blocks of images, which are taken in parallel. */
final class Fingerprint {
    private static final int BLOCK = 256;

    private Fingerprint() {}

    static String of(ImageData data) {
        List<byte[]> blocks = IntStream.range(0, Math.ceilDiv(data.count(), BLOCK))
                .parallel()
                .mapToObj(block -> block(data, block))
                .toList();
        MessageDigest hash = sha256();
        String shape = "azulejo images 1 " + data.count() + " " + data.height() + " " + data.width() + " "
                + data.channels() + " " + data.classes().size();
        text(hash, shape);
        data.classes().forEach(name -> text(hash, name));
        blocks.forEach(hash::update);
        return HexFormat.of().formatHex(hash.digest());
    }

    private static byte[] block(ImageData data, int block) {
        MessageDigest hash = sha256();
        byte[] pixels = new byte[data.imageBytes()];
        for (int i = block * BLOCK; i < Math.min(data.count(), (block + 1) * BLOCK); i++) {
            data.read(i, pixels, 0);
            hash.update(ByteBuffer.allocate(4).putInt(data.label(i)).flip());
            hash.update(pixels);
        }
        return hash.digest();
    }

    private static void text(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        hash.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
