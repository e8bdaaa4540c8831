package dev.maneki.connect.compress;

import dev.maneki.connect.protocol.Payload;
import java.util.ArrayDeque;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * gzip (RFC 1952) and deflate, which in HTTP is the zlib format (RFC 9110, section 8.4.1.2; RFC
 * 1950), by the JDK's zlib.
 *
 * <p>A compressor's state is a quarter of a megabyte outside the heap, much more than most
 * messages: a few are kept, and reset between messages.
 */
final class ZlibCompression implements Compression {
    private static final int KEPT = 16;
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int GZIP_TAIL = 8;

    private final String name;
    private final boolean gzip;
    private final int level;
    private final ArrayDeque<Deflater> deflaters = new ArrayDeque<>();
    private final ArrayDeque<Inflater> inflaters = new ArrayDeque<>();

    ZlibCompression(String name, boolean gzip, int level) {
        this.name = name;
        this.gzip = gzip;
        this.level = level;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Payload compress(byte[] array, int offset, int length) {
        Deflater deflater = takeDeflater();
        PayloadOutput output = new PayloadOutput(64 + length / 2);
        try {
            deflater.setInput(array, offset, length);
            deflater.finish();
            if (gzip) {
                output.write(GZIP_HEAD, 0, GZIP_HEAD.length);
            }
            byte[] chunk = new byte[Math.clamp(length, 64, 8192)];
            while (!deflater.finished()) {
                output.write(chunk, 0, deflater.deflate(chunk));
            }
        } finally {
            giveBack(deflater);
        }
        if (gzip) {
            CRC32 checksum = new CRC32();
            checksum.update(array, offset, length);
            writeLittleEndian(output, (int) checksum.getValue());
            writeLittleEndian(output, length);
        }
        return output.payload(true);
    }

    @Override
    public Payload decompress(byte[] array, int offset, int length, int maxBytes) {
        Inflater inflater = takeInflater();
        try {
            int end = offset + length;
            int body = gzip ? GzipHead.skip(array, offset, end) : offset;
            inflater.setInput(array, body, end - body);
            PayloadOutput output =
                    new PayloadOutput((int) Math.min(maxBytes, Math.max(64L, 3L * length)));
            byte[] chunk = new byte[Math.clamp(3L * length, 64, 8192)];
            while (!inflater.finished()) {
                int inflated = inflater.inflate(chunk);
                if (inflated == 0 && !inflater.finished()) { // wants input, or a dictionary
                    throw new DataFormatException("it ends early");
                }
                output.write(chunk, 0, inflated);
                if (output.size() > maxBytes) {
                    throw StreamCompression.tooLong(maxBytes);
                }
            }
            checkTail(array, end - inflater.getRemaining(), end, output);
            return output.payload(false);
        } catch (DataFormatException e) {
            throw StreamCompression.malformed(name, e);
        } finally {
            giveBack(inflater);
        }
    }

    private void checkTail(byte[] array, int at, int end, PayloadOutput output)
            throws DataFormatException {
        if (end - at != (gzip ? GZIP_TAIL : 0)) {
            throw new DataFormatException("it has bytes too many or too few at its end");
        }
        if (gzip) {
            Payload plain = output.payload(false);
            CRC32 checksum = new CRC32();
            checksum.update(plain.array(), plain.offset(), plain.length());
            if (readLittleEndian(array, at) != (int) checksum.getValue()
                    || readLittleEndian(array, at + 4) != plain.length()) {
                throw new DataFormatException("its checksum or length is wrong");
            }
        }
    }

    private static void writeLittleEndian(PayloadOutput output, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            output.write(value >>> shift);
        }
    }

    private static int readLittleEndian(byte[] array, int at) {
        return array[at] & 0xff
                | (array[at + 1] & 0xff) << 8
                | (array[at + 2] & 0xff) << 16
                | array[at + 3] << 24;
    }

    private Deflater takeDeflater() {
        Deflater kept;
        synchronized (deflaters) {
            kept = deflaters.pollLast();
        }
        return kept == null ? new Deflater(level, gzip) : kept;
    }

    private Inflater takeInflater() {
        Inflater kept;
        synchronized (inflaters) {
            kept = inflaters.pollLast();
        }
        return kept == null ? new Inflater(gzip) : kept;
    }

    private void giveBack(Deflater deflater) {
        deflater.reset();
        synchronized (deflaters) {
            if (deflaters.size() < KEPT) {
                deflaters.addLast(deflater);
                return;
            }
        }
        deflater.end();
    }

    private void giveBack(Inflater inflater) {
        inflater.reset();
        synchronized (inflaters) {
            if (inflaters.size() < KEPT) {
                inflaters.addLast(inflater);
                return;
            }
        }
        inflater.end();
    }
}
