/**
 * Every equipment that somebody judged has one entry with one status, and the network can ask for it (TS 29.511).
 * It owns the table equipment_entry and the topic equipment.v1.
 */
@NullMarked
package io.planshare.theft.equipment;

import org.jspecify.annotations.NullMarked;
