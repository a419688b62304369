package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.Namespace;

/**
 * Everything that {@code ip} tells of a namespace, for a comparison of before and after.
 *
 * @param links names, MAC addresses, MTUs and flags
 * @param addresses with their lifetimes
 * @param routes of both families, all tables
 */
record NetworkState(String links, String addresses, String routes) {
    static NetworkState of(final Namespace namespace) {
        return new NetworkState(
                json(namespace, "link"),
                json(namespace, "addr"),
                json(namespace, "-4", "route", "show", "table", "all")
                        + json(namespace, "-6", "route", "show", "table", "all"));
    }

    /** The links without their operational state, which changes when a TAP is opened again. */
    String stableLinks() {
        return links.replaceAll("\"operstate\": \"[A-Z]+\",", "");
    }

    /** Whether the kernel is still checking that nobody else has an IPv6 address; that takes a second or two. */
    boolean isTentative() {
        return addresses.contains("\"tentative\"");
    }

    private static String json(final Namespace namespace, final String... arguments) {
        final String[] all = new String[arguments.length + 2];
        all[0] = "-j";
        all[1] = "-p";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return namespace.ip(all).orThrow().output();
    }
}
