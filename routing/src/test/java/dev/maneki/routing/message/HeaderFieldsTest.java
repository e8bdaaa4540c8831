package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {
    private static final FieldName NAME = FieldName.of("X-Name");

    @Test
    void namesAreFoundInAnyCaseAndKeepTheirs() {
        HeaderFields fields = new HeaderFields();
        add(fields, "x-NAME", "1");
        add(fields, "x-nam", "2");
        add(fields, "X-Name", "3");

        assertThat(fields.find(NAME)).isZero();
        assertThat(fields.find(NAME, 1)).isEqualTo(2);
        assertThat(fields.name(0)).isEqualTo("x-NAME");
        assertThat(fields.value(2)).isEqualTo("3");
        assertThat(fields.valueEquals(2, new byte[] {'3'})).isTrue();
        assertThat(fields.contains(FieldName.of("x-names"))).isFalse();
    }

    @Test
    void charactersThatDifferInTheBitOfCaseAreNotTheSame() {
        HeaderFields fields = new HeaderFields();
        add(fields, "a^b", "1");
        add(fields, "a_b", "2");

        assertThat(FieldName.of("a^b").hash()).isEqualTo(FieldName.of("a~b").hash());
        assertThat(fields.find(FieldName.of("a~b"))).isEqualTo(-1);
        assertThat(fields.find(FieldName.of("A_B"))).isEqualTo(1);
        assertThat(FieldName.of("\u212aey")).isNotEqualTo(FieldName.of("key"));
    }

    @Test
    void whatIsRemovedIsNotFoundNorCopied() {
        HeaderFields fields = new HeaderFields();
        add(fields, "x-name", "1");
        add(fields, "other", "2");
        add(fields, "X-Name", "3");

        assertThat(fields.remove(NAME)).isEqualTo(2);
        assertThat(fields.remove(NAME)).isZero();
        HeaderFields copy = new HeaderFields();
        add(copy, "before", "0");
        copy.copyFrom(fields);

        assertThat(fields.contains(NAME)).isFalse();
        assertThat(fields).hasToString("other: 2\n");
        assertThat(copy).hasToString("other: 2\n");
        assertThat(copy.size()).isEqualTo(1);
    }

    @Test
    void settingReplacesAllOfThatName() {
        HeaderFields fields = new HeaderFields();
        add(fields, "X-NAME", "1");
        add(fields, "a", "2");
        add(fields, "x-name", "3");

        fields.set(NAME, "4");

        assertThat(fields).hasToString("a: 2\nx-name: 4\n");
    }

    @Test
    void aDecoderMayWriteInPlace() {
        HeaderFields fields = new HeaderFields();
        add(fields, "a", "1");
        byte[] line = "Host:here".getBytes(StandardCharsets.ISO_8859_1);

        int at = fields.reserve(5_000);
        System.arraycopy(line, 0, fields.array(), at, line.length);
        fields.commit(line.length);
        fields.addSpan(
                at, at + 4, at + 5, at + line.length, FieldName.hash(fields.array(), at, at + 4));

        assertThat(fields.find(FieldNames.HOST)).isEqualTo(1);
        assertThat(fields).hasToString("a: 1\nHost: here\n");
    }

    @Test
    void behavesAsAListOfPairsWould() {
        Random random = new Random(7);
        HeaderFields fields = new HeaderFields();
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String name = "n" + random.nextInt(20);
            FieldName key = FieldName.of(name.toUpperCase());
            switch (random.nextInt(60)) {
                case 0 -> {
                    fields.clear();
                    pairs.clear();
                }
                case 1, 2, 3 -> {
                    long same = pairs.stream().filter(pair -> pair[0].equals(name)).count();
                    assertThat(fields.remove(key)).isEqualTo((int) same);
                    pairs.removeIf(pair -> pair[0].equals(name));
                }
                case 4 -> {
                    HeaderFields copy = new HeaderFields();
                    copy.copyFrom(fields);
                    fields = copy;
                }
                default -> {
                    String value = "v".repeat(random.nextInt(30)) + i;
                    add(fields, name, value);
                    pairs.add(new String[] {name, value});
                }
            }
            assertThat(fields.contains(key))
                    .isEqualTo(pairs.stream().anyMatch(pair -> pair[0].equals(name)));
        }
        StringBuilder expected = new StringBuilder();
        pairs.forEach(pair -> expected.append(pair[0] + ": " + pair[1] + "\n"));
        assertThat(fields).hasToString(expected.toString());
    }

    private static void add(HeaderFields fields, String name, String value) {
        byte[] names = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] values = value.getBytes(StandardCharsets.ISO_8859_1);
        fields.add(names, 0, names.length, values, 0, values.length);
    }
}
