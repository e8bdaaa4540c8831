package dev.maneki.translate.certificates;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Textual encoding of keys and certificates (RFC 7468), read leniently as section 5.2 allows: text
 * outside the blocks is skipped, white space within them is of no matter.
 */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param der what it holds, decoded
     */
    @SuppressWarnings("ArrayRecordComponent") // lives only while it is read
    record Block(String label, byte[] der) {}

    private Pem() {}

    /** Every block, in order. */
    static List<Block> blocks(String text) throws MalformedPemException {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while ((at = text.indexOf(BEGIN, at)) >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new MalformedPemException("a BEGIN line does not end with -----");
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            int bodyStart = labelEnd + DASHES.length();
            String endLine = END + label + DASHES;
            int bodyEnd = text.indexOf(endLine, bodyStart);
            if (bodyEnd < 0) {
                throw new MalformedPemException("BEGIN " + label + " has no END " + label);
            }
            blocks.add(new Block(label, decode(label, text.substring(bodyStart, bodyEnd))));
            at = bodyEnd + endLine.length();
        }
        return blocks;
    }

    private static byte[] decode(String label, String body) throws MalformedPemException {
        if (body.indexOf(':') >= 0) {
            // RFC 1421 headers; only encrypted keys of old have them.
            throw new MalformedPemException(label + " is encrypted; give it without a password");
        }
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedPemException(label + " is not base64");
        }
    }
}
