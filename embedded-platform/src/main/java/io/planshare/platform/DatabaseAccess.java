package io.planshare.platform;

/**
 * One database and the two roles that use it.
 *
 * @param url JDBC address without credentials
 * @param ownerUser owns the database and its schema {@code public}: runs the migrations
 * @param appUser runs the service: may connect and see the schema, cannot create anything, and has on each table what a migration grants
 */
public record DatabaseAccess(String url, String ownerUser, String ownerPassword, String appUser, String appPassword) {

    /** Without the passwords. */
    @Override
    public String toString() {
        return "DatabaseAccess[" + url + " as " + ownerUser + " and " + appUser + "]";
    }
}
