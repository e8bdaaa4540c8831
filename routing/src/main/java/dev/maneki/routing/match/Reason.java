package dev.maneki.routing.match;

import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a match does not serve a request. */
public sealed interface Reason {
    /** A word for programs, such as {@code route_hostname}. */
    String label();

    /** The reason as part of a sentence for a person. */
    String text();

    /** The match holds, but another that holds too comes first. */
    record LowerPrecedence(Entry<?> winner, Criterion criterion) implements Reason {
        @Override
        public String label() {
            return "lower_precedence";
        }

        @Override
        public String text() {
            return winner.route().id()
                    + " rule "
                    + winner.rule().index()
                    + " comes first: "
                    + criterion.text();
        }
    }

    /** A query parameter is not as it should be. */
    record Query(FieldMatch wanted, Optional<String> actual) implements Reason {
        @Override
        public String label() {
            return "query";
        }

        @Override
        public String text() {
            return "query parameter " + difference(wanted, actual);
        }
    }

    /** A header field is not as it should be. */
    record Header(FieldMatch wanted, Optional<String> actual) implements Reason {
        @Override
        public String label() {
            return "header";
        }

        @Override
        public String text() {
            return "header " + difference(wanted, actual);
        }
    }

    /** The method is another. */
    record Method(String wanted) implements Reason {
        @Override
        public String label() {
            return "method";
        }

        @Override
        public String text() {
            return "the method is not " + wanted;
        }
    }

    /** The path does not match. */
    record Path(PathMatch wanted) implements Reason {
        @Override
        public String label() {
            return "path";
        }

        @Override
        public String text() {
            return switch (wanted) {
                case PathMatch.Exact exact -> "the path is not " + exact.value();
                case PathMatch.Prefix prefix -> "the path is not below " + prefix.value();
                case PathMatch.Regex regex ->
                        "the path does not match the expression " + regex.value();
            };
        }
    }

    /** None of the route's host names matches. */
    record RouteHostname(List<Hostname> wanted) implements Reason {
        @Override
        public String label() {
            return "route_hostname";
        }

        @Override
        public String text() {
            return "the route is for "
                    + wanted.stream().map(Hostname::toString).collect(Collectors.joining(", "));
        }
    }

    /** The route's listener matches the host, but another matches it more specifically. */
    record LessSpecificListener(ListenerId owner) implements Reason {
        @Override
        public String label() {
            return "less_specific_listener";
        }

        @Override
        public String text() {
            return "the host belongs to listener " + owner + ", whose host name is more specific";
        }
    }

    /** The route's listener is for other hosts. */
    record ListenerHostname(Hostname wanted) implements Reason {
        @Override
        public String label() {
            return "listener_hostname";
        }

        @Override
        public String text() {
            return "its listener is for " + wanted;
        }
    }

    /** The host belongs to the route's listener, but the connection was made to another. */
    record OtherServerName(ListenerId selected) implements Reason {
        @Override
        public String label() {
            return "other_server_name";
        }

        @Override
        public String text() {
            return "the connection's server name chose listener " + selected;
        }
    }

    /** What put one match before another. */
    enum Criterion {
        HOSTNAME("its host name is more specific"),
        PATH("its path is more specific"),
        METHOD("it asks for a method"),
        HEADERS("it asks for more header fields"),
        QUERY_PARAMS("it asks for more query parameters"),
        AGE("its route is older"),
        NAME("its route is first by namespace/name"),
        RULE_ORDER("its rule is written first"),
        MATCH_ORDER("it is written first in the rule");

        private final String text;

        Criterion(String text) {
            this.text = text;
        }

        /** The reason as part of a sentence about what comes first. */
        public String text() {
            return text;
        }
    }

    private static String difference(FieldMatch wanted, Optional<String> actual) {
        if (actual.isEmpty()) {
            return wanted.name() + " is absent";
        }
        return wanted.name()
                + " is \""
                + actual.get()
                + (wanted.regex() ? "\", which does not match \"" : "\", not \"")
                + wanted.value()
                + '"';
    }
}
