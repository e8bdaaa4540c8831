package dev.maneki.proxy.http1;

/** The response to a request that never became a stream. */
final class ErrorResponse {
    private static final byte[] FIELDS =
            HeadEncoder.ascii(
                    "Content-Type: text/plain; charset=utf-8\r\n"
                            + "Connection: close\r\n"
                            + "Content-Length: ");

    private ErrorResponse() {}

    /** The whole response; {@code detail} is a fixed text, never something the client has sent. */
    static void encode(HeadEncoder encoder, int status, String detail, boolean bodyless) {
        String text = status + " " + StatusLines.phrase(status) + ": " + detail + "\n";
        encoder.statusLine(status);
        encoder.append(FIELDS);
        encoder.number(text.length());
        encoder.endLine();
        encoder.dateIfAbsent();
        encoder.endLine();
        if (!bodyless) {
            encoder.append(text);
        }
    }
}
