package dev.maneki.connect.compress;

import dev.maneki.connect.protocol.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes behind an envelope's headroom. */
final class PayloadOutput extends OutputStream {
    private byte[] array;
    private int end = Payload.HEADROOM;

    PayloadOutput(int guess) {
        array = new byte[Payload.HEADROOM + guess];
    }

    int size() {
        return end - Payload.HEADROOM;
    }

    Payload payload(boolean compressed) {
        return new Payload(array, Payload.HEADROOM, size(), compressed);
    }

    @Override
    public void write(int b) {
        ensure(1);
        array[end++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, end, length);
        end += length;
    }

    /** Takes what a stream has to give now; false at its end. */
    boolean read(InputStream stream) throws IOException {
        ensure(1);
        int read = stream.read(array, end, array.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    private void ensure(int more) {
        if (array.length - end < more) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8, 2L * array.length);
            array = Arrays.copyOf(array, Math.max(Math.addExact(end, more), doubled));
        }
    }
}
