package io.planshare.platform;

/** Where records go, and what is to be closed with it. */
record MessageServer(Platform.Origin origin, String bootstrapServers, AutoCloseable server) {}
