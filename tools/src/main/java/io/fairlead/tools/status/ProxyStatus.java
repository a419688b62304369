package io.fairlead.tools.status;

/**
 * What a node says of the proxy of one redirect.
 *
 * @param redirect that it is for, such as {@code http:3128}: protocol and proxy port, or {@code port 9090} if the node that reports has no such redirect
 * @param state what the proxy counts as; unknown too if the node is not heard any more
 * @param reason why it is not ok; empty if it is, or if nobody asks
 */
public record ProxyStatus(String redirect, CheckState state, String reason) {

    /**
     * For people.
     *
     * @return such as {@code http:3128 FAILED}
     */
    public String describe() {
        return redirect + " " + state.label();
    }
}
