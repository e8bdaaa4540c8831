package dev.maneki.connect.compress;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A compression whose library offers streams: most do. A subclass says how to open them; limits and
 * errors are seen to here.
 */
public abstract class StreamCompression implements Compression {
    private final String name;

    /** A compression of that name. */
    protected StreamCompression(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Opens a stream that compresses what is written, and is whole once closed. */
    protected abstract OutputStream compressing(OutputStream target) throws IOException;

    /** Opens a stream that decompresses. It throws an {@link IOException} for what is malformed. */
    protected abstract InputStream decompressing(InputStream source) throws IOException;

    @Override
    public final Payload compress(byte[] array, int offset, int length) {
        PayloadOutput output = new PayloadOutput(Math.max(64, length / 2));
        try (OutputStream stream = compressing(output)) {
            stream.write(array, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here writes to a device
        }
        return output.payload(true);
    }

    @Override
    public final Payload decompress(byte[] array, int offset, int length, int maxBytes) {
        int guess = (int) Math.min(maxBytes, Math.max(64L, 3L * length));
        PayloadOutput output = new PayloadOutput(guess);
        try (InputStream stream = decompressing(new ByteArrayInputStream(array, offset, length))) {
            while (output.read(stream)) {
                if (output.size() > maxBytes) {
                    throw tooLong(maxBytes);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof ConnectException coded) {
                throw coded;
            }
            throw malformed(name, e);
        }
        return output.payload(false);
    }

    static ConnectException tooLong(int maxBytes) {
        return new ConnectException(
                Code.RESOURCE_EXHAUSTED,
                "the message is longer than " + maxBytes + " bytes once decompressed");
    }

    static ConnectException malformed(String name, Exception cause) {
        return new ConnectException(
                Code.INVALID_ARGUMENT, "the message is not valid " + name, cause);
    }
}
