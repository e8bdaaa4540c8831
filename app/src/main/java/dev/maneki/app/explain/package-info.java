/**
 * Why a request goes where it goes.
 *
 * <p>Start at {@link dev.maneki.app.explain.RequestExplainer}. The request is read and matched by
 * the code that the data plane uses; this package only words the answer.
 */
@NullMarked
package dev.maneki.app.explain;

import org.jspecify.annotations.NullMarked;
