package dev.maneki.connect.protocol.connect;

/** What a stranger sent, in a message for people: not longer than is useful. */
final class Quoted {
    private static final int MAX_LENGTH = 100;

    private Quoted() {}

    static String of(String text) {
        return text.length() <= MAX_LENGTH
                ? '"' + text + '"'
                : '"' + text.substring(0, MAX_LENGTH) + "\"...";
    }
}
