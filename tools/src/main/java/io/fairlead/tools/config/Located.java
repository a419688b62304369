package io.fairlead.tools.config;

/** A value together with its place in the file, for checks that look at several values at once. */
record Located<T>(T value, int line, String path) {}
