package dev.maneki.connect.protoc;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A Java file as it grows: lines, their depth, and what must be imported. */
final class JavaSource {
    private final String javaPackage;
    private final Set<String> neighbors;
    private final String className;
    private final TreeMap<String, String> imports = new TreeMap<>();
    private final StringBuilder body = new StringBuilder();
    private int depth;

    JavaSource(ServiceModel service, String className) {
        this.javaPackage = service.javaPackage();
        this.neighbors = service.neighbors();
        this.className = className;
    }

    /**
     * The name by which a class is called in this file: its simple name, imported, unless another
     * has taken that.
     */
    String name(String qualified) {
        int dot = qualified.lastIndexOf('.');
        String simple = qualified.substring(dot + 1);
        if (simple.equals(className) || unimportable(qualified, simple)) {
            return qualified;
        }
        String taken = imports.putIfAbsent(simple, qualified);
        return taken == null || taken.equals(qualified) ? simple : qualified;
    }

    /** Names of the package's own classes are theirs; the unnamed one's cannot be imported. */
    private boolean unimportable(String qualified, String simple) {
        return javaPackage.isEmpty() && neighbors.contains(firstName(qualified))
                || neighbors.contains(simple) && !qualified.equals(javaPackage + "." + simple);
    }

    private static String firstName(String qualified) {
        int dot = qualified.indexOf('.');
        return dot < 0 ? qualified : qualified.substring(0, dot);
    }

    /** A line; one that ends in a brace opens a block, one that begins with a brace closes it. */
    JavaSource line(String text) {
        if (text.startsWith("}")) {
            depth--;
        }
        if (!text.isEmpty()) {
            body.append("    ".repeat(depth)).append(text);
        }
        body.append('\n');
        if (text.endsWith("{")) {
            depth++;
        }
        return this;
    }

    /** A line that belongs to the one before. */
    JavaSource more(String text) {
        body.append("    ".repeat(depth + 2)).append(text).append('\n');
        return this;
    }

    /** A documentation comment: what people wrote, or else what is known. */
    JavaSource doc(String written, String known) {
        List<String> lines = Javadoc.lines(written.isBlank() ? known : written);
        if (lines.size() == 1) {
            return line("/** " + lines.get(0) + " */");
        }
        line("/**");
        lines.forEach(text -> line((" * " + text).stripTrailing()));
        return line(" */");
    }

    /** All of it. */
    String text(String protoFile) {
        StringBuilder text = new StringBuilder();
        text.append("// Written by protoc-gen-maneki-connect from ")
                .append(protoFile)
                .append(".\n");
        text.append("// Changes will be lost: change that file.\n\n");
        if (!javaPackage.isEmpty()) {
            text.append("package ").append(javaPackage).append(";\n\n");
        }
        int before = text.length();
        imports.values().stream()
                .sorted()
                .filter(this::elsewhere)
                .forEach(name -> text.append("import ").append(name).append(";\n"));
        return text.append(text.length() == before ? "" : "\n").append(body).toString();
    }

    private boolean elsewhere(String qualified) {
        String owner = qualified.substring(0, Math.max(0, qualified.lastIndexOf('.')));
        return !owner.equals(javaPackage) && !owner.equals("java.lang");
    }
}
