package dev.maneki.proxy.access;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes to standard output, past {@link System#out} and its lock. */
public final class StdoutSink implements AccessSink {
    private final FileChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();

    @Override
    public void write(ByteBuffer records) throws IOException {
        while (records.hasRemaining()) {
            channel.write(records);
        }
    }

    /** Leaves standard output open: it is the process's. */
    @Override
    public void close() {}
}
