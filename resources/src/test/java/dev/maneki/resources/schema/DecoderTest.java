package dev.maneki.resources.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Problem;
import dev.maneki.resources.yaml.Problems;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    /** One of each. */
    @Tolerates("known")
    public record Sample(
            Optional<
                            @Text(
                                    min = 2,
                                    max = 4,
                                    pattern = "^[a-z\u00e9\ud83d\udc31]+$",
                                    called = "a word")
                            String>
                    text,
            Optional<@OneOf({"red", "green"}) String> color,
            @Range(min = 1, max = 9) OptionalInt digit,
            OptionalLong big,
            Optional<Boolean> flag,
            Optional<Duration> time,
            Optional<Instant> date,
            @Items(min = 1, max = 2, set = true) List<String> set,
            @Entries(max = 1) Map<String, String> map,
            @Items(keys = {"a", "b"}) List<Pair> pairs,
            @Default("7") int seven,
            @Default("{\"a\":\"x\"}") Pair pair,
            @Named("default") @Default("none") String byDefault,
            Optional<@Sensitive @Text(max = 1) String> secret) {}

    /** Two texts, of which one has a default. */
    public record Pair(String a, @Default("y") String b) implements Checked {
        @Override
        public void check(Rules rules) {
            rules.require(!a.equals("bad"), "a", "a must not be bad", "be good");
        }
    }

    private final Problems problems = new Problems();

    private Sample decode(String yaml) {
        Sample sample = decodeWrong(yaml);
        assertThat(problems.list()).isEmpty();
        return Objects.requireNonNull(sample);
    }

    private @org.jspecify.annotations.Nullable Sample decodeWrong(String yaml) {
        MapNode node =
                (MapNode)
                        Objects.requireNonNull(
                                new DocumentParser(YamlLimits.DEFAULT)
                                        .parse(new Source("a.yaml", 1, yaml))
                                        .root());
        return Decoder.decode(Sample.class, node, "", problems);
    }

    @Test
    void whatIsNotWrittenHasItsDefault() {
        Sample sample = decode("{}");

        assertThat(sample.text()).isEmpty();
        assertThat(sample.digit()).isEmpty();
        assertThat(sample.set()).isEmpty();
        assertThat(sample.map()).isEmpty();
        assertThat(sample.seven()).isEqualTo(7);
        assertThat(sample.pair()).isEqualTo(new Pair("x", "y"));
        assertThat(sample.byDefault()).isEqualTo("none");
        assertThat(decode("{}").pair()).isSameAs(sample.pair());
    }

    @Test
    void nullIsAsIfNotWritten() {
        assertThat(decode("{text: null, seven: ~, set: , pair: null}")).isEqualTo(decode("{}"));
    }

    @Test
    void everyTypeIsRead() {
        Sample sample =
                decode(
                        """
                        text: caf\u00e9
                        color: red
                        digit: 9
                        big: 9223372036854775807
                        flag: yes
                        time: 1h2m3s4ms
                        date: 2026-01-31T12:00:00+01:00
                        set: [a, b]
                        map: {any.thing/at-all: x}
                        pairs: [{a: 1x}, {a: 1x, b: z}]
                        seven: 0x10
                        default: some
                        known: {to: be, ignored: [1]}
                        """);

        assertThat(sample.text()).contains("caf\u00e9");
        assertThat(sample.digit()).hasValue(9);
        assertThat(sample.big()).hasValue(Long.MAX_VALUE);
        assertThat(sample.flag()).contains(true);
        assertThat(sample.time()).contains(Duration.parse("PT1H2M3.004S"));
        assertThat(sample.date()).contains(Instant.parse("2026-01-31T11:00:00Z"));
        assertThat(sample.set()).containsExactly("a", "b");
        assertThat(sample.map()).containsEntry("any.thing/at-all", "x");
        assertThat(sample.pairs()).hasSize(2);
        assertThat(sample.seven()).isEqualTo(16);
        assertThat(sample.byDefault()).isEqualTo("some");
    }

    @Test
    void lengthsAreCountedInCodePoints() {
        assertThat(decode("text: '\ud83d\udc31\ud83d\udc31\ud83d\udc31\ud83d\udc31'").text())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    text: a                | 1:7 text: is too short; write at least 2 characters
                    text: ''               | 1:7 text: must not be empty; write at least 2 characters
                    text: abcde            | 1:7 text: 5 characters are too many; write at most 4
                    text: A1               | 1:7 text: 'A1' is not a word; write one that matches ^[a-zé🐱]+$
                    text: 12               | 1:7 text: expected a string, not the number 12; write it in quotes: "12"
                    text: no               | 1:7 text: expected a string, not the boolean no; write it in quotes: "no"
                    text: [a]              | 1:7 text: expected a string, not a list
                    color: rde             | 1:8 color: the string 'rde' is not supported; did you mean red? write one of red, green
                    digit: 0               | 1:8 digit: 0 is out of range; write a number from 1 to 9
                    digit: '5'             | 1:8 digit: expected an integer, not the string '5'; write it without quotes
                    digit: 5.5             | 1:8 digit: 5.5 is not an integer of 32 bits
                    digit: 4294967297      | 1:8 digit: 4294967297 is not an integer of 32 bits
                    digit: 1e999999999     | 1:8 digit: 1e999999999 is not an integer of 32 bits
                    digit: 1e-999999999    | 1:8 digit: 1e-999999999 is not an integer of 32 bits
                    big: 9223372036854775808 | 1:6 big: 9223372036854775808 is not an integer of 64 bits
                    flag: 'true'           | 1:7 flag: expected true or false, not the string 'true'; write it without quotes
                    flag: 1                | 1:7 flag: expected true or false, not the number 1
                    time: 10               | 1:7 time: the number 10 is not a duration such as 10s, 1m30s or 500ms
                    time: 10x              | 1:7 time: the string '10x' is not a duration such as 10s, 1m30s or 500ms
                    date: today            | 1:7 date: the string 'today' is not a time such as 2026-01-31T12:00:00Z
                    set: []                | 1:6 set: 0 items are too few; write at least 1
                    set: [a, b, c]         | 1:6 set: 3 items are too many; write at most 2
                    set: [a, a]            | 1:10 set[1]: 'a': stands twice; remove one of the two
                    set: [null]            | 1:7 set[0]: expected a string, not null; write it in quotes
                    set: a                 | 1:6 set: expected a list, not the string 'a'; begin each item with '- '
                    map: {a: x, b: y}      | 1:6 map: 2 entries are too many; write at most 1
                    map: {a.b: 1}          | 1:12 map[a.b]: expected a string, not the number 1; write it in quotes: "1"
                    map: [a]               | 1:6 map: expected a map, not a list
                    pairs: [{b: x}]        | 1:9 pairs[0].a: required, and not there; add a
                    pairs: [{a: x}, {a: x}] | 1:17 pairs[1]: 'x': stands twice; remove one of the two
                    pair: {a: bad}         | 1:11 pair.a: a must not be bad; be good
                    pair: x                | 1:7 pair: expected a map, not the string 'x'
                    sven: 1                | 1:1 sven: unknown field; did you mean seven?
                    Text: ab               | 1:1 Text: unknown field; did you mean text?
                    unrelated: 1           | 1:1 unrelated: unknown field; remove it
                    byDefault: x           | 1:1 byDefault: unknown field; did you mean default?
                    secret: hunter2        | 1:9 secret: 7 characters are too many; write at most 1
                    secret: 1234           | 1:9 secret: expected a string, not another type; write it in quotes
                    """)
    void everyMistakeIsNamed(String yaml, String problem) {
        assertThat(decodeWrong(yaml)).isNull();
        assertThat(problems.list()).hasSize(1);
        Problem found = problems.list().getFirst();
        String remedy = found.remedy().isEmpty() ? "" : "; " + found.remedy();
        assertThat(
                        found.line()
                                + ":"
                                + found.column()
                                + " "
                                + found.field()
                                + ": "
                                + found.message()
                                + remedy)
                .isEqualTo(problem);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        decodeWrong("{text: 1, digit: x, set: [], nope: 1, pair: {b: 2}}");

        assertThat(problems.list()).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "80,80",
        "-1,-1",
        "+5,5",
        "1_000,1000",
        "0x1F,31",
        "0o17,15",
        "017,15",
        "0b101,5",
        "80.0,80",
        "8e1,80",
        "0,0",
        "-0,0",
        "-0x10,-16",
        "0.0,0"
    })
    void integersAreReadAsKubernetesReadsThem(String text, long value) {
        assertThat(Scalars.integer(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"08", "1.5", "0.5", "x", "''", "0x", "1e40", "0e99999999999"})
    void whatIsNoIntegerIsNone(String text) {
        assertThat(Scalars.integer(text)).isNull();
    }
}
