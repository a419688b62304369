package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Origin;
import java.time.Duration;

/**
 * One address of a client of the lab: to the cluster a client of its own.
 *
 * @param client whose address it is
 * @param address where its connections come from
 * @param origin what it fetches from
 */
record FreshClient(Client client, String address, Origin origin) {
    /** Fetches a page through the virtual IP and the proxies' own port. */
    Fetch fetch() {
        return fetch(LabPlan.VIRTUAL_IP, LabPlan.PROXY_PORT);
    }

    Fetch fetch(final String proxyAddress, final int proxyPort) {
        return client.fetchFrom(address, proxyAddress, proxyPort, origin.pageUrl("it"));
    }

    /** Starts a download through the virtual IP. */
    CurlRun start(final int proxyPort, final LongDownload download) {
        return client.start(
                address,
                LabPlan.VIRTUAL_IP,
                proxyPort,
                origin.downloadUrl(download),
                Duration.ofSeconds(download.seconds() + 20L));
    }
}
