package dev.azulejo.spark.hadoop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;

/**
 * A file of Hadoop's through a copy on this machine's disk, for Hadoop writes no file but from the start: it is fetched with the first
 * look into it, and a changed copy takes its place when the channel is closed, whole, by a rename.
 */
final class StagedChannel extends FileChannel {
    private final FileSystem files;
    private final org.apache.hadoop.fs.Path file;
    private final boolean append;
    private final boolean empty;
    private Path copy;
    private FileChannel local;
    private boolean changed;

    private StagedChannel(FileSystem files, org.apache.hadoop.fs.Path file, boolean append, boolean empty) {
        this.files = files;
        this.file = file;
        this.append = append;
        this.empty = empty;
    }

    static FileChannel open(FileSystem files, org.apache.hadoop.fs.Path file, Set<? extends OpenOption> options)
            throws IOException {
        boolean append = options.contains(StandardOpenOption.APPEND);
        boolean writes = append || options.contains(StandardOpenOption.WRITE);
        boolean fresh = writes && options.contains(StandardOpenOption.CREATE_NEW);
        boolean made = fresh || (writes && options.contains(StandardOpenOption.CREATE) && !files.exists(file));
        if (made) {
            files.create(file, false).close(); // Of two who make it one alone succeeds.
        } else if (files.getFileStatus(file).isDirectory()) {
            throw new IOException(file + " is a folder");
        }
        boolean cut = writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        StagedChannel channel = new StagedChannel(files, file, append, made || cut);
        channel.changed = cut;
        return channel;
    }

    private FileChannel local() throws IOException {
        if (local == null) {
            copy = Files.createTempFile("azulejo-", ".staged");
            if (!empty) {
                try (OutputStream out = Files.newOutputStream(copy);
                        var in = files.open(file)) {
                    in.transferTo(out);
                }
            }
            local = FileChannel.open(
                    copy, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            if (append) {
                local.position(local.size());
            }
        }
        return local;
    }

    private FileChannel written() throws IOException {
        changed = true;
        return local();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return local().read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return local().read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return local().read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return written().write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return written().write(sources, offset, length);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return written().write(source, position);
    }

    @Override
    public long position() throws IOException {
        return local().position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        local().position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return local().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        written().truncate(size);
        return this;
    }

    /** It is on Hadoop's disks once the channel is closed. */
    @Override
    public void force(boolean metadata) {}

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return local().transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        return written().transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("no maps");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        throw new IOException("Hadoop knows no locks");
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        throw new IOException("Hadoop knows no locks");
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try {
            if (changed) {
                put();
            }
        } finally {
            if (local != null) {
                local.close();
            }
        }
    }

    private void put() throws IOException {
        FileChannel whole = local().position(0);
        var aside = new org.apache.hadoop.fs.Path(file.getParent(), "." + file.getName() + ".partial-staged");
        try (var out = files.create(aside, true)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (whole.read(buffer.clear()) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
            }
            out.hsync();
        }
        FileContext.getFileContext(files.getUri(), files.getConf()).rename(aside, file, Rename.OVERWRITE);
    }
}
