package io.fairlead.tools.lab;

/** A program that speaks VRRP on a station. Its methods return when the program has been told, not when the others have noticed. */
public interface VrrpPeer extends AutoCloseable {
    /** The station's name. */
    String name();

    /** The station's IPv4 address. */
    String address();

    /** The MAC address that a client should have for the virtual IPs while this is master. */
    String virtualIpMac();

    /** Starts it, also again after it was stopped or killed. */
    void start();

    /** Stops it in order: a master resigns with priority 0. Returns when it has ended. */
    void stop();

    /** Kills it with SIGKILL. Afterwards its kernel holds no virtual IP, or soon will not. */
    void kill9();

    boolean isRunning();

    /** Whether it runs and says that it is master. */
    boolean isMaster();

    /** Whether it runs and says that it is backup. */
    boolean isBackup();

    /** Everything it has logged, earlier runs included; empty before the first. */
    String logText();

    @Override
    void close();
}
