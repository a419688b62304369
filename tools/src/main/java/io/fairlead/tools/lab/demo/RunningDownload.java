package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.LongDownload;

/**
 * A download under way.
 *
 * @param what how it is called in the table
 * @param file what is downloaded
 * @param curl the client's program
 */
record RunningDownload(String what, LongDownload file, CurlRun curl) {}
