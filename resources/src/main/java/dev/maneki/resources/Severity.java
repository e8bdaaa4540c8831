package dev.maneki.resources;

/** What a finding does to the resource it is about. */
public enum Severity {
    /** The resource is refused; its last good version, if there is one, stays in force. */
    ERROR,
    /** The resource is taken as it is; the writer should know. */
    WARNING
}
