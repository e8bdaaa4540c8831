package dev.maneki.connect.compression;

import dev.maneki.connect.compress.StreamCompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** {@code snappy}, in its framing format, which is what streams of it are; by snappy-java. */
public final class Snappy extends StreamCompression {
    /** The one there is: it has no levels. */
    public static final Snappy INSTANCE = new Snappy();

    private Snappy() {
        super("snappy");
    }

    @Override
    protected OutputStream compressing(OutputStream target) throws IOException {
        return new SnappyFramedOutputStream(target);
    }

    @Override
    protected InputStream decompressing(InputStream source) throws IOException {
        return new SnappyFramedInputStream(source);
    }
}
