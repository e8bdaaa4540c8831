package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;

/** Any bytes as a request target or an authority. */
class RequestTargetFuzzTest {
    // Without groups that repeat: java.util.regex would recurse for each character.
    private static final Pattern ESCAPE = Pattern.compile("%[2-9A-F][0-9A-F]");
    private static final Pattern NORMAL = Pattern.compile("/[-A-Za-z0-9._~!$&'()*+,;=:@/]*");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

    /** The first byte says whether the method is OPTIONS and whether the connection is secure. */
    @FuzzTest
    void whateverIsAcceptedIsInTheOneForm(byte[] input) {
        RequestHead head = new RequestHead();
        if (input.length > 0) {
            head.method((input[0] & 1) != 0 ? "OPTIONS" : "GET");
            head.secure((input[0] & 2) != 0);
        }
        if (RequestTarget.parse(input, Math.min(1, input.length), input.length, head)
                != TargetFault.NONE) {
            return;
        }
        String path = head.path().toString();
        if (path.equals("*")) {
            assertThat(head.method()).isEqualTo("OPTIONS");
            return;
        }
        assertThat(ESCAPE.matcher(path).replaceAll("_")).matches(NORMAL).doesNotContain("//");
        for (String segment : path.split("/")) {
            assertThat(segment).isNotIn(".", "..").doesNotMatch("\\.\\.?;.*");
        }
        assertThat(path).doesNotContain("%2F", "%5C", "%7F");
        assertThat(normalize(path)).isEqualTo(path);
        assertThat(head.query().toString()).doesNotContain(" ", "#", "\r", "\n", "\0");
        if (head.host().length() > 0) {
            assertThat(head.host().toString()).matches(HOST);
        }
    }

    @FuzzTest
    void aPathIsNormalisedAsByCuttingItIntoSegments(byte[] input) {
        byte[] source = new byte[input.length + 1];
        source[0] = '/';
        System.arraycopy(input, 0, source, 1, input.length);
        ByteSequence path = new ByteSequence(8);
        if (PathNormalizer.normalize(source, 0, source.length, path) == TargetFault.NONE) {
            assertThat(path).hasToString(naive(new String(source, StandardCharsets.US_ASCII)));
        }
    }

    @FuzzTest
    void anAcceptedAuthorityReadsTheSameAgain(byte[] input) {
        RequestHead head = new RequestHead();
        if (Authority.parse(input, 0, input.length, head) != TargetFault.NONE) {
            return;
        }
        String host = head.host().toString();
        assertThat(host).matches(HOST);
        assertThat(head.port()).isBetween(-1, 65535);
        byte[] again =
                (head.port() < 0 ? host : host + ":" + head.port())
                        .getBytes(StandardCharsets.ISO_8859_1);
        RequestHead second = new RequestHead();
        assertThat(Authority.parse(again, 0, again.length, second)).isEqualTo(TargetFault.NONE);
        assertThat(second.toString()).isEqualTo(head.toString());
    }

    private static String normalize(String path) {
        byte[] source = path.getBytes(StandardCharsets.ISO_8859_1);
        ByteSequence again = new ByteSequence(8);
        assertThat(PathNormalizer.normalize(source, 0, source.length, again))
                .isEqualTo(TargetFault.NONE);
        return again.toString();
    }

    /** Of a path that is known to be acceptable. */
    private static String naive(String path) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                char value = (char) Integer.parseInt(path.substring(i + 1, i + 3), 16);
                boolean unreserved = String.valueOf(value).matches("[-A-Za-z0-9._~]");
                decoded.append(
                        unreserved ? value : "%" + path.substring(i + 1, i + 3).toUpperCase());
                i += 2;
            } else if ("\"<>[]^`{|}".indexOf(c) >= 0) {
                decoded.append(String.format("%%%02X", (int) c));
            } else {
                decoded.append(c);
            }
        }
        String merged = decoded.toString().replaceAll("/+", "/");
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : Arrays.asList(merged.substring(1).split("/"))) {
            if (segment.equals("..")) {
                segments.removeLast();
            } else if (!segment.equals(".") && !segment.isEmpty()) {
                segments.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", segments);
        boolean directory = merged.matches("(?s).*/(\\.\\.?)?");
        return directory && joined.length() > 1 ? joined + "/" : joined;
    }
}
