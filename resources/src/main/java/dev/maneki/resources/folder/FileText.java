package dev.maneki.resources.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file: UTF-8, of bounded size. */
final class FileText {
    private FileText() {}

    /** Why a file has no text, and where. */
    static final class Unreadable extends Exception {
        final String what;
        final int line;
        final String remedy;

        Unreadable(String message, int line, String remedy) {
            super(message);
            this.what = message;
            this.line = line;
            this.remedy = remedy;
        }
    }

    static String read(Path path, int limit) throws Unreadable, IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(limit + 1);
        }
        if (bytes.length > limit) {
            throw new Unreadable("larger than " + limit + " bytes", 0, "split the file");
        }
        return decode(bytes);
    }

    private static String decode(byte[] bytes) throws Unreadable {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                if (bytes[i] == '\n') {
                    line++;
                }
            }
            throw new Unreadable("not UTF-8", line, "save the file as UTF-8");
        }
        out.flip();
        // A byte order mark is no part of the text.
        if (out.hasRemaining() && out.charAt(0) == '\uFEFF') {
            out.get();
        }
        return out.toString();
    }
}
