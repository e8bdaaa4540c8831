package dev.maneki.resources;

/**
 * A place in a file.
 *
 * @param file as the reader was given it, relative to the folder where there is one
 * @param line from 1; 0 where only the file is known
 * @param column from 1, in characters; 0 where only the line is known
 */
public record Position(String file, int line, int column) {

    /** The start of a file, for what concerns the whole of it. */
    public static Position of(String file) {
        return new Position(file, 0, 0);
    }

    /** {@code file:line:column}, as compilers print it and editors follow it. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
