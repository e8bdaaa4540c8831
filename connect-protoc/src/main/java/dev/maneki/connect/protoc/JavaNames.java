package dev.maneki.connect.protoc;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** From names of a .proto file to names of Java. */
final class JavaNames {
    /** Methods without parameters that every object has: a client stream's method would clash. */
    private static final Set<String> OF_OBJECT =
            Set.of(
                    "clone",
                    "finalize",
                    "getClass",
                    "hashCode",
                    "notify",
                    "notifyAll",
                    "toString",
                    "wait");

    private JavaNames() {}

    /**
     * {@code SayHello} and {@code say_hello} become {@code sayHello}; a reserved word gets a {@code
     * _}.
     */
    static String method(String name) {
        StringBuilder java = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = !java.isEmpty();
            } else if (java.isEmpty()) {
                java.append(Character.toLowerCase(c));
            } else {
                java.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        if (java.isEmpty() || !Character.isJavaIdentifierStart(java.charAt(0))) {
            java.insert(0, '_'); // as in _1
        }
        String candidate = java.toString();
        return reserved(candidate) || OF_OBJECT.contains(candidate) ? candidate + "_" : candidate;
    }

    /** A method may be called yield, but be called by that name alone it may not. */
    private static boolean reserved(String name) {
        return SourceVersion.isKeyword(name) || name.equals("yield");
    }

    /**
     * {@code SayHello} becomes {@code SAY_HELLO}, {@code GetURLPart} becomes {@code GET_URL_PART}.
     */
    static String constant(String name) {
        StringBuilder java = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins =
                    i > 0
                            && Character.isUpperCase(c)
                            && (!Character.isUpperCase(name.charAt(i - 1))
                                    || i + 1 < name.length()
                                            && Character.isLowerCase(name.charAt(i + 1)));
            if (begins && java.charAt(java.length() - 1) != '_') {
                java.append('_');
            }
            java.append(c);
        }
        String candidate = java.toString().toUpperCase(Locale.ROOT);
        return reserved(candidate) ? candidate + "_" : candidate;
    }
}
