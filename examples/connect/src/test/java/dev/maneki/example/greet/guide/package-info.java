/** What the guide in {@code docs/connect} shows, run; {@code GuideTest} compares the two. */
@NullMarked
package dev.maneki.example.greet.guide;

import org.jspecify.annotations.NullMarked;
