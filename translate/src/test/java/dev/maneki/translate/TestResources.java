package dev.maneki.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.Finding;
import dev.maneki.resources.kinds.Reading;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.ResourceReader;
import dev.maneki.resources.yaml.DocumentSplitter;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resources for tests, from YAML. */
public final class TestResources {
    private static final Pattern PEM = Pattern.compile("@pem/([a-z0-9.-]+)");
    private static final ResourceReader READER = new ResourceReader(YamlLimits.DEFAULT);

    private TestResources() {}

    /**
     * The resources of YAML documents, none of which may be refused.
     *
     * @param text {@code @pem/NAME} stands for the file of that name, as a quoted string
     */
    public static List<Resource> read(String file, String text) {
        List<Resource> resources = new ArrayList<>();
        for (Source source : DocumentSplitter.split(file, withPem(text))) {
            for (Reading reading : READER.read(source)) {
                assertThat(reading.findings().stream().filter(Finding::isError)).isEmpty();
                reading.resource().ifPresent(resources::add);
            }
        }
        return resources;
    }

    /** The PEM file of this name. */
    public static String pem(String name) {
        try (InputStream in = TestResources.class.getResourceAsStream("/pem/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withPem(String text) {
        Matcher matcher = PEM.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String quoted = "\"" + pem(matcher.group(1)).replace("\n", "\\n") + "\"";
            matcher.appendReplacement(result, Matcher.quoteReplacement(quoted));
        }
        return matcher.appendTail(result).toString();
    }
}
