/**
 * A cluster on one machine, for the demo and the namespace tests: nodes, clients and a web origin in network namespaces of their own,
 * with real proxies and real {@code fairlead run} processes.
 */
@NullMarked
package io.fairlead.tools.lab;

import org.jspecify.annotations.NullMarked;
