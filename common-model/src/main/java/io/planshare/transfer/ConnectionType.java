package io.planshare.transfer;

/** What carries a connection. ROAMING is an entry of the plan that holds abroad only. */
public enum ConnectionType {
    ETHERNET, WIFI, CELLULAR, ROAMING, SATELLITE
}
