/**
 * Packages: contracts on units that renew, and on what terms they are shared with other accounts (spec S6). Owns packages,
 * their cycles, sharing policies, their acceptance and account groups. The units themselves lie in charging.
 */
@NullMarked
package io.planshare.quota.pack;

import org.jspecify.annotations.NullMarked;
