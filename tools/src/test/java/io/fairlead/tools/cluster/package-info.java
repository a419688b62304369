/** What a cluster must withstand, on real kernels with real proxies: namespace tests on top of the lab. */
@NullMarked
package io.fairlead.tools.cluster;

import org.jspecify.annotations.NullMarked;
