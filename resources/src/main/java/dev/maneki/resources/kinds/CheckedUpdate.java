package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;

/** A resource that may not change in every way: the CRDs' transition rules. */
interface CheckedUpdate<T> {
    /** States every rule that binds the new version to the one in force. */
    void checkUpdate(T previous, Rules rules);
}
