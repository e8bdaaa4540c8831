package dev.maneki.proxy.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus' text format 0.0.4 and accepts nothing that the format, or its conventions,
 * forbid: every family once, with HELP and TYPE before its samples, no series twice, counters that
 * end in {@code _total}, histograms that add up.
 */
final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(?:\\{(.*)\\})? ([^ ]+)");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private String family = "";
    private boolean typed;

    private Exposition() {}

    static Exposition parse(String text) {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        Exposition exposition = new Exposition();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                exposition.line(line);
            }
        }
        exposition.histograms();
        return exposition;
    }

    /** The value of a series, its labels in any order: {@code name{a="b"}}; null if absent. */
    @Nullable Double value(String series) {
        Matcher matcher = SAMPLE.matcher(series + " 0");
        check(matcher.matches(), "not a series: " + series);
        return samples.get(key(matcher.group(1), labels(matcher.group(2), series)));
    }

    /** How many series a sample's name has. */
    long count(String name) {
        return samples.keySet().stream().filter(key -> key.startsWith(name + "{")).count();
    }

    Map<String, String> types() {
        return types;
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) {
            String name = line.substring(7, line.indexOf(' ', 7));
            check(NAME.matcher(name).matches(), "bad name in: " + line);
            check(!types.containsKey(name), "a family twice: " + name);
            check(line.length() > 8 + name.length(), "no help: " + name);
            family = name;
            typed = false;
        } else if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ");
            check(words.length == 4 && words[2].equals(family) && !typed, "stray: " + line);
            check(
                    List.of("counter", "gauge", "histogram", "summary").contains(words[3]),
                    "no such type: " + line);
            check(
                    words[3].equals("counter") == family.endsWith("_total"),
                    "counters, and only they, end in _total: " + line);
            types.put(family, words[3]);
            typed = true;
        } else {
            check(!line.startsWith("#"), "a comment: " + line);
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        check(matcher.matches() && typed, "not a sample: " + line);
        String name = matcher.group(1);
        check(suffixes().contains(name), "not of family " + family + ": " + line);
        String value = matcher.group(3);
        double number = value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
        Double before = samples.put(key(name, labels(matcher.group(2), line)), number);
        check(before == null, "a series twice: " + line);
    }

    private List<String> suffixes() {
        return switch (types.getOrDefault(family, "")) {
            case "histogram" -> List.of(family + "_bucket", family + "_sum", family + "_count");
            case "summary" -> List.of(family + "_sum", family + "_count");
            default -> List.of(family);
        };
    }

    private static Map<String, String> labels(@Nullable String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        int at = 0;
        while (text != null && at < text.length()) {
            Matcher matcher = LABEL.matcher(text).region(at, text.length());
            check(matcher.lookingAt(), "bad labels: " + line);
            String before = labels.put(matcher.group(1), matcher.group(2));
            check(before == null, "a label twice: " + line);
            at = matcher.end();
        }
        return labels;
    }

    private static String key(String name, Map<String, String> labels) {
        return name + labels.toString().replace('[', '{');
    }

    /** Buckets grow, the last is +Inf and equals the count. */
    private void histograms() {
        types.forEach(
                (name, type) -> {
                    if (type.equals("histogram")) {
                        histogram(name);
                    }
                });
    }

    private void histogram(String name) {
        List<Double> run = new ArrayList<>();
        for (Map.Entry<String, Double> sample : samples.entrySet()) {
            if (sample.getKey().startsWith(name + "_bucket{")) {
                check(
                        run.isEmpty() || run.getLast() <= sample.getValue(),
                        "buckets shrink: " + sample);
                run.add(sample.getValue());
                if (!sample.getKey().contains("le=+Inf")) {
                    continue;
                }
                String rest =
                        sample.getKey()
                                .replace(name + "_bucket", name + "_count")
                                .replaceAll("(, )?le=\\+Inf", "")
                                .replace("{, ", "{");
                check(sample.getValue().equals(samples.get(rest)), "count is not +Inf: " + rest);
                run.clear();
            }
        }
        check(run.isEmpty(), "no +Inf bucket: " + name);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
