package dev.maneki.connect.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.maneki.connect.compress.StreamCompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code br} (RFC 7932), by brotli4j. */
public final class Brotli extends StreamCompression {
    /** Of quality 5: the best ones are for files that are compressed once. */
    public static final Brotli INSTANCE = new Brotli();

    private static final int QUALITY = 5;

    private final Encoder.Parameters parameters = Encoder.Parameters.create(QUALITY);

    private Brotli() {
        super("br");
    }

    @Override
    protected OutputStream compressing(OutputStream target) throws IOException {
        Brotli4jLoader.ensureAvailability();
        return new BrotliOutputStream(target, parameters);
    }

    @Override
    protected InputStream decompressing(InputStream source) throws IOException {
        Brotli4jLoader.ensureAvailability();
        return new BrotliInputStream(source);
    }
}
