package dev.maneki.translate.certificates;

/** PEM text that cannot be used. Checked, as it always becomes a condition, never an error. */
final class MalformedPemException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, without the text itself: it may be a key
     */
    MalformedPemException(String message) {
        super(message);
    }
}
