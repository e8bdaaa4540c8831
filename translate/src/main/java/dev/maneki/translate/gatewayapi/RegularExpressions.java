package dev.maneki.translate.gatewayapi;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** Checks regular expressions before a request does: they are RE2's, which never backtracks. */
final class RegularExpressions {
    private RegularExpressions() {}

    /** Adds a fault if this is no expression of RE2. */
    static void check(String expression, String field, List<RuleFault> faults) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            faults.add(
                    new RuleFault(
                            field,
                            "'"
                                    + expression
                                    + "' is not a regular expression of RE2: "
                                    + e.getDescription()));
        }
    }
}
