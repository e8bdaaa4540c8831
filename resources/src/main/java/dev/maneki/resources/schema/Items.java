package dev.maneki.resources.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The limits of a list: OpenAPI {@code minItems}, {@code maxItems}, and Kubernetes' {@code
 * list-type} {@code map} (by {@link #keys}) or {@code set}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface Items {
    int min() default 0;

    int max() default Integer.MAX_VALUE;

    /** Fields that together stand only once in the list; none for no such rule. */
    String[] keys() default {};

    /** The API's own words for a key that stands twice; empty for the general ones. */
    String duplicate() default "";

    /** Whether each item stands only once. */
    boolean set() default false;
}
