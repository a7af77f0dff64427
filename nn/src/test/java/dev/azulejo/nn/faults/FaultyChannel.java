package dev.azulejo.nn.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel whose writing and flushing may fail; a write that fails has written half. */
final class FaultyChannel extends FileChannel {
    private final FileChannel real;
    private final Path file;
    private final Fault fault;

    FaultyChannel(FileChannel real, Path file, Fault fault) {
        this.real = real;
        this.file = file;
        this.fault = fault;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        long before = real.size();
        try {
            fault.strike("write", file, before);
        } catch (IOException | Fault.Crash e) {
            if (!(e instanceof Fault.Crash crash && crash.again())) {
                ByteBuffer half = source.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                real.write(half);
            }
            throw e;
        }
        return real.write(source);
    }

    @Override
    public void force(boolean metadata) throws IOException {
        fault.strike("flush", file, 0);
        fault.flushed(file);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        fault.strike("truncate", file, real.size());
        real.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }
}
