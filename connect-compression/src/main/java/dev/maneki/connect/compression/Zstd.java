package dev.maneki.connect.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.maneki.connect.compress.StreamCompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code zstd} (RFC 8878), by zstd-jni. */
public final class Zstd extends StreamCompression {
    /** Of level 3, the library's default. */
    public static final Zstd INSTANCE = new Zstd();

    /**
     * The largest window that is read, 8 MiB: what RFC 9659 allows in HTTP. Without it a few bytes
     * could ask for gigabytes.
     */
    private static final int MAX_WINDOW_LOG = 23;

    private Zstd() {
        super("zstd");
    }

    @Override
    protected OutputStream compressing(OutputStream target) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target);
    }

    @Override
    protected InputStream decompressing(InputStream source) throws IOException {
        ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(source);
        stream.setLongMax(MAX_WINDOW_LOG);
        return stream;
    }
}
