package io.fairlead.vrrp.watch;

/**
 * Where {@link WireWatch} tells of trouble, from within its methods. What comes here is rate-limited already: each call is worth a line in the
 * log, see {@link Trouble#line}.
 */
public interface WatchOutput {

    /**
     * Something has begun to be wrong.
     *
     * @param trouble what
     */
    void troubleRaised(Trouble trouble);

    /**
     * It is still wrong; once a minute at most.
     *
     * @param trouble as it is now
     */
    void troubleLasts(Trouble trouble);

    /**
     * It was not seen for a minute, or three advertisement intervals if that is longer.
     *
     * @param trouble as it was last
     */
    void troubleCleared(Trouble trouble);
}
