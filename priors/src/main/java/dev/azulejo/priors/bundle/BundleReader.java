package dev.azulejo.priors.bundle;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Reads the archive of a bundle, and refuses one in which a byte is not as it was written. */
final class BundleReader {
    /** Names in a folder: no path leads out of it. */
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]{0,99}/){0,8}[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    /** A list of files above this is refused. */
    private static final int LONGEST_LIST = 1 << 20;

    private final ZipInputStream zip;
    private final String name;

    BundleReader(InputStream in, String name) {
        this.zip = new ZipInputStream(in, StandardCharsets.ISO_8859_1); // Any byte is a letter: names are checked here.
        this.name = name;
    }

    Map<String, byte[]> read() throws IOException {
        try {
            Map<String, byte[]> files = new LinkedHashMap<>();
            JsonObject list = list();
            for (String file : list.members().keySet()) {
                if (!NAME.matcher(file).matches()) {
                    throw damaged("it lists a file " + Json.write(file) + ", which is none of a bundle's");
                }
                files.put(file, content(file, list.object(file)));
            }
            if (!files.containsKey(RunDirectory.FILE)) {
                throw damaged("it lists no " + RunDirectory.FILE);
            }
            return files;
        } catch (ZipException | EOFException e) {
            throw new UserException(name + ": is a bundle that is cut short or damaged; copy it again", e);
        }
    }

    private JsonObject list() throws IOException {
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(BundleWriter.LIST)) {
            throw new UserException(name + ": is no bundle, for it does not begin with " + BundleWriter.LIST
                    + "; name one as azulejo exports it, or the folder of a run");
        }
        String text = new String(zip.readNBytes(LONGEST_LIST), StandardCharsets.UTF_8);
        String where = name + ": " + BundleWriter.LIST;
        JsonObject list = JsonObject.of(Json.read(text, where), where);
        long format = list.whole("format");
        if (format != BundleWriter.FORMAT) {
            throw new UserException(name + ": expected a bundle of format " + BundleWriter.FORMAT + ", found " + format
                    + "; use the version of azulejo that wrote it");
        }
        Checksum.requireSeal(list);
        return list.object("files");
    }

    private byte[] content(String file, JsonObject listed) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(file)) {
            throw damaged(file + " is missing");
        }
        long bytes = listed.whole("bytes");
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 16) {
            throw damaged(file + " has an impossible length");
        }
        byte[] content = zip.readNBytes((int) bytes);
        if (content.length != bytes || zip.read() >= 0 || !Checksum.of(content).equals(listed.text(Checksum.MEMBER))) {
            throw damaged(file + " is not as it was written");
        }
        return content;
    }

    private UserException damaged(String why) {
        return new UserException(name + ": is a bundle that is damaged (" + why + "); copy it again");
    }
}
