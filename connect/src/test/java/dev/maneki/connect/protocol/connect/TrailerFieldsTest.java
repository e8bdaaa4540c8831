package dev.maneki.connect.protocol.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Metadata;
import org.junit.jupiter.api.Test;

class TrailerFieldsTest {
    @Test
    void trailersHaveAPrefixAmongTheFields() {
        Metadata fields = new Metadata();
        TrailerFields.addLeading(
                Metadata.of("a", "1", "content-type", "x", "connect-x", "y"), fields);
        TrailerFields.addTrailing(Metadata.of("a", "2", "connect-x", "y"), fields);

        assertThat(fields).isEqualTo(Metadata.of("a", "1", "trailer-a", "2"));
    }

    @Test
    void fieldsAreTakenApart() {
        Metadata leading = new Metadata();
        Metadata trailing = new Metadata();
        TrailerFields.split(
                Metadata.of(
                        "content-type", "application/proto",
                        "a", "1",
                        "trailer-a", "2",
                        "trailer-a", "3",
                        "trailer", "b",
                        "trailer-connect-x", "4",
                        "connect-y", "5",
                        "trailer-", "6"),
                leading,
                trailing);

        assertThat(leading).isEqualTo(Metadata.of("a", "1"));
        assertThat(trailing).isEqualTo(Metadata.of("a", "2", "a", "3"));
    }
}
