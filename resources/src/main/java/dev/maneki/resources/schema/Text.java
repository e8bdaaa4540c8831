package dev.maneki.resources.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The limits of a string: OpenAPI {@code minLength}, {@code maxLength} (in code points) and {@code
 * pattern}. Stands on the use of a type ({@code List<@Text(max = 9) String>}), or on an annotation
 * that names such a string.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface Text {
    int min() default 0;

    int max() default Integer.MAX_VALUE;

    /** Go (RE2) syntax, as in the API; unanchored unless it says so; empty for any text. */
    String pattern() default "";

    /** The name of this kind of string in a finding, such as "a DNS name"; empty for none. */
    String called() default "";
}
