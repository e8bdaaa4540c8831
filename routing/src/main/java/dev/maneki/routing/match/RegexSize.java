package dev.maneki.routing.match;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large an expression becomes once its counted repetitions are unrolled, without
 * unrolling them.
 */
final class RegexSize {
    private static final long ENOUGH = 1L << 40;

    /** Compiling is recursive. */
    private static final int MAX_DEPTH = 200;

    private RegexSize() {}

    /** About the number of instructions; makes no claim for text that is not valid. */
    static long estimate(String expression) {
        Deque<Long> enclosing = new ArrayDeque<>();
        long total = 0;
        long last = 0;
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            switch (c) {
                case '(' -> {
                    enclosing.push(total);
                    total = 0;
                    last = 0;
                    at++;
                    if (enclosing.size() > MAX_DEPTH) {
                        return ENOUGH;
                    }
                }
                case ')' -> {
                    last = total + 2;
                    total = last + (enclosing.isEmpty() ? 0 : enclosing.pop());
                    at++;
                }
                case '{' -> {
                    int close = expression.indexOf('}', at);
                    long times = close < 0 ? 1 : largestNumber(expression, at + 1, close);
                    total = Math.min(ENOUGH, total + last * Math.max(0, times - 1));
                    last = Math.min(ENOUGH, last * Math.max(1, times));
                    at = close < 0 ? at + 1 : close + 1;
                }
                default -> {
                    at = atomEnd(expression, at);
                    last = 1;
                    total++;
                }
            }
        }
        while (!enclosing.isEmpty()) {
            total += enclosing.pop();
        }
        return total;
    }

    private static int atomEnd(String expression, int at) {
        char c = expression.charAt(at);
        if (c == '\\') {
            // The braces of \x{2603} and \p{Greek} are no repetition.
            int close = expression.startsWith("{", at + 2) ? expression.indexOf('}', at) : -1;
            boolean braced = close > 0 && "xpP".indexOf(expression.charAt(at + 1)) >= 0;
            return Math.min(expression.length(), braced ? close + 1 : at + 2);
        }
        if (c != '[') {
            return at + 1;
        }
        int end = at + 1;
        if (end < expression.length() && expression.charAt(end) == '^') {
            end++;
        }
        // A bracket that comes first stands for itself.
        end++;
        while (end < expression.length() && expression.charAt(end) != ']') {
            end += expression.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(expression.length(), end + 1);
    }

    private static long largestNumber(String text, int from, int to) {
        long largest = 1;
        long number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            number = c >= '0' && c <= '9' ? Math.min(ENOUGH, number * 10 + c - '0') : 0;
            largest = Math.max(largest, number);
        }
        return Math.min(largest, 100_000);
    }
}
