package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.AnnotationValue;
import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.HostName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.kinds.ApiTypes.PreciseHostName;
import dev.maneki.resources.kinds.ApiTypes.SectionName;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Entries;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.Required;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway speaks TLS to the backends of a Service, and how it knows them. Group
 * gateway.networking.k8s.io, v1 (and v1alpha3, deprecated).
 */
public record BackendTLSPolicy(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Resource {

    /** {@code BackendTLSPolicySpec}. */
    public record Spec(
            @Required @Items(min = 1, max = 16) List<TargetRef> targetRefs,
            Validation validation,
            @Entries(max = 16) Map<String, @AnnotationValue String> options)
            implements Checked {

        @Override
        public void check(Rules rules) {
            for (int i = 1; i < targetRefs.size(); i++) {
                TargetRef later = targetRefs.get(i);
                boolean alike = true;
                boolean unique = true;
                for (int j = 0; j < i; j++) {
                    TargetRef earlier = targetRefs.get(j);
                    if (earlier.sameTarget(later)) {
                        alike &=
                                earlier.sectionName().isPresent()
                                        == later.sectionName().isPresent();
                        unique &= !earlier.sectionName().equals(later.sectionName());
                    }
                }
                if (!alike) {
                    rules.broken(
                            "targetRefs[" + i + "]",
                            "sectionName must be specified when targetRefs includes 2 or more"
                                    + " references to the same target",
                            "give every reference to " + later.name() + " a sectionName");
                }
                if (!unique) {
                    rules.broken(
                            "targetRefs[" + i + "]",
                            "sectionName must be unique when targetRefs includes 2 or more references"
                                    + " to the same target",
                            "remove this reference, or name another sectionName");
                }
            }
        }
    }

    /** {@code LocalPolicyTargetReferenceWithSectionName}: a Service, or one port of it by name. */
    public record TargetRef(
            @GroupName String group,
            @KindName String kind,
            @ObjectName String name,
            Optional<@SectionName String> sectionName)
            implements Reference {

        @Override
        public Optional<String> namespace() {
            return Optional.empty();
        }

        private boolean sameTarget(TargetRef other) {
            return group.equals(other.group) && kind.equals(other.kind) && name.equals(other.name);
        }
    }

    /** {@code BackendTLSPolicyValidation}. */
    public record Validation(
            @Items(max = 8) List<LocalObjectReference> caCertificateRefs,
            Optional<
                            @Text(
                                    min = 1,
                                    max = 253,
                                    pattern =
                                            "^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$",
                                    called = "System, or a name with a domain before it")
                            String>
                    wellKnownCACertificates,
            @PreciseHostName String hostname,
            @Items(max = 5) List<SubjectAltName> subjectAltNames)
            implements Checked {

        @Override
        public void check(Rules rules) {
            boolean own = !caCertificateRefs.isEmpty();
            boolean known = wellKnownCACertificates.isPresent();
            rules.require(
                    !(own && known),
                    "wellKnownCACertificates",
                    "must not contain both CACertificateRefs and WellKnownCACertificates",
                    "remove one of them");
            rules.require(
                    own || known,
                    "",
                    "must specify either CACertificateRefs or WellKnownCACertificates",
                    "add wellKnownCACertificates: System, or caCertificateRefs");
        }
    }

    /** {@code SubjectAltName}: a name the backend's certificate may bear. */
    public record SubjectAltName(
            Type type,
            Optional<@HostName String> hostname,
            Optional<
                            @Text(
                                    min = 1,
                                    max = 253,
                                    pattern =
                                            "^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?",
                                    called = "an absolute URI, such as spiffe://domain/workload")
                            String>
                    uri)
            implements Checked {

        /** The kind of name. */
        public enum Type {
            HOSTNAME("Hostname"),
            URI("URI");

            private final String text;

            Type(String text) {
                this.text = text;
            }

            @Override
            public String toString() {
                return text;
            }
        }

        @Override
        public void check(Rules rules) {
            rules.require(
                    type != Type.HOSTNAME || hostname.isPresent(),
                    "hostname",
                    "SubjectAltName element must contain Hostname, if Type is set to Hostname",
                    "add hostname");
            rules.require(
                    type == Type.HOSTNAME || hostname.isEmpty(),
                    "hostname",
                    "SubjectAltName element must not contain Hostname, if Type is not set to"
                            + " Hostname",
                    "remove hostname, or write type: Hostname");
            rules.require(
                    type != Type.URI || uri.isPresent(),
                    "uri",
                    "SubjectAltName element must contain URI, if Type is set to URI",
                    "add uri");
            rules.require(
                    type == Type.URI || uri.isEmpty(),
                    "uri",
                    "SubjectAltName element must not contain URI, if Type is not set to URI",
                    "remove uri, or write type: URI");
        }
    }
}
