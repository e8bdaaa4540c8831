package dev.maneki.proxy.http1;

/** Numbers as ASCII digits, without a string. */
final class Numbers {
    private Numbers() {}

    /** Writes {@code value}, not negative, at {@code at}; answers the offset behind it. */
    static int decimal(long value, byte[] into, int at) {
        int end = at + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = value;
        for (int i = end - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    /** Writes {@code value}, not negative, in hexadecimal; answers the offset behind it. */
    static int hexadecimal(int value, byte[] into, int at) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(value)) / 4);
        for (int i = 0; i < digits; i++) {
            int digit = value >>> (digits - 1 - i) * 4 & 15;
            into[at + i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        return at + digits;
    }
}
