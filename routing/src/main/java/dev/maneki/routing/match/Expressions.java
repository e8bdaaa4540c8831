package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries whose path condition is a regular expression, tried one expression after the other in
 * the order of {@link Precedence#compareExpressions}.
 *
 * <p>The only part of matching that takes longer the more there is of it.
 */
final class Expressions<A> {
    private record Expression<A>(PathCondition.Regex condition, Contenders<A> contenders) {}

    private final List<Expression<A>> ordered;

    private Expressions(List<Expression<A>> ordered) {
        this.ordered = ordered;
    }

    static <A> Expressions<A> none() {
        return new Expressions<>(List.of());
    }

    boolean isEmpty() {
        return ordered.isEmpty();
    }

    /** The entry that serves, or null. */
    @Nullable Entry<A> find(RequestHead head) {
        for (int i = 0; i < ordered.size(); i++) {
            Expression<A> expression = ordered.get(i);
            if (expression.condition.holds(head.path())) {
                Entry<A> found = expression.contenders.find(head);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** A copy with some entries put and some taken out, by the text of their expressions. */
    Expressions<A> with(Map<String, Change<A>> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        Map<String, Expression<A>> byText = new TreeMap<>(Precedence::compareExpressions);
        ordered.forEach(known -> byText.put(known.condition.expression(), known));
        changes.forEach(
                (text, change) -> {
                    Expression<A> known = byText.get(text);
                    Contenders<A> contenders =
                            Contenders.change(known == null ? null : known.contenders, change);
                    if (contenders == null) {
                        byText.remove(text);
                    } else {
                        byText.put(text, new Expression<>(condition(contenders), contenders));
                    }
                });
        return new Expressions<>(List.copyOf(byText.values()));
    }

    private static PathCondition.Regex condition(Contenders<?> contenders) {
        return (PathCondition.Regex) contenders.entries()[0].pathCondition();
    }

    /** Adds all entries to {@code into}. */
    void collect(List<Entry<A>> into) {
        ordered.forEach(expression -> into.addAll(List.of(expression.contenders.entries())));
    }
}
