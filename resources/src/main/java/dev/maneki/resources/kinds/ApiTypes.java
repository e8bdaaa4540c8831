package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Range;
import dev.maneki.resources.schema.Text;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The named strings and numbers of Gateway API ({@code apis/v1/shared_types.go}) and Kubernetes,
 * with their limits. A component of a record says which it is: {@code @ObjectName String name}.
 */
public interface ApiTypes {

    /** RFC 1123 subdomain, the form of most names. */
    String SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** RFC 1123 label. */
    String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** A token of RFC 9110, 5.6.2. */
    String TOKEN = "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$";

    /** Visible characters, with single spaces or tabs between them (RFC 9110, 5.5). */
    String FIELD_VALUE = "^[!-~]+([\\t ]?[!-~]+)*$";

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            max = 253,
            pattern = "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
            called = "an API group (empty for core)")
    @interface GroupName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(min = 1, max = 63, pattern = "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$", called = "a kind")
    @interface KindName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(min = 1, max = 253)
    @interface ObjectName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(min = 1, max = 63, pattern = LABEL, called = "a namespace (an RFC 1123 label)")
    @interface NamespaceName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            min = 1,
            max = 253,
            pattern = SUBDOMAIN,
            called = "a section name (an RFC 1123 subdomain)")
    @interface SectionName {}

    /** May begin with {@code *.}, for every name below. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            min = 1,
            max = 253,
            pattern = "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
            called = "a host name in lower case, '*.' before it for all below, without a port")
    @interface HostName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            min = 1,
            max = 253,
            pattern = SUBDOMAIN,
            called = "a host name in lower case, without wildcard or port")
    @interface PreciseHostName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Range(min = 1, max = 65535)
    @interface PortNumber {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(min = 1, max = 256, pattern = TOKEN, called = "a header name (an RFC 9110 token)")
    @interface HeaderName {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            min = 1,
            max = 4096,
            pattern = FIELD_VALUE,
            called = "a header value: visible ASCII, single spaces or tabs between")
    @interface HeaderValue {}

    /** Values of {@code options} and of infrastructure annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(max = 4096)
    @interface AnnotationValue {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            max = 63,
            pattern = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$",
            called = "a label value")
    @interface LabelValue {}

    /** GEP-2257: a subset of Go's durations, in at most four parts. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @Text(
            pattern = "^([0-9]{1,5}(h|m|s|ms)){1,4}$",
            called = "a duration such as 10s, 1m30s or 500ms")
    @interface GatewayDuration {}
}
