package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.match.Regexes;
import java.util.List;

/** Checks regular expressions before a request does. */
final class RegularExpressions {
    private RegularExpressions() {}

    /** Adds a fault if the matcher would not take this expression. */
    static void check(String expression, String field, List<RuleFault> faults) {
        Regexes.check(expression)
                .ifPresent(
                        what -> faults.add(new RuleFault(field, "'" + expression + "' " + what)));
    }
}
