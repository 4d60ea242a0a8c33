package io.planshare.kit.outbox;

/** Where the relay opens its own session: the service's database as the service's role. */
record RelayDatabase(String url, String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
