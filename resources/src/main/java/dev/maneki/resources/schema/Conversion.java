package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.ScalarType;
import java.util.Optional;

/** From a scalar to a value that is more than text. */
public interface Conversion<T> {

    /** What is expected, for a finding: "text in base64". */
    String expected();

    /** The value; empty where the scalar is not what is expected. */
    Optional<T> convert(String text, ScalarType type);
}
