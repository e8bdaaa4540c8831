package dev.maneki.connect.netty.wire;

/** A connection that a server drains. Called on its event loop. */
public interface ServedConnection {
    /** Ends in good order: what is running ends, nothing new begins. */
    void drain();
}
