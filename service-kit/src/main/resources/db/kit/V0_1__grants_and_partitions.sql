-- Schema ${flyway:defaultSchema}: what every service's database has. Runs as the owner; the service runs as ${app_role}.

ALTER DEFAULT PRIVILEGES IN SCHEMA ${flyway:defaultSchema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app_role};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${flyway:defaultSchema} GRANT USAGE, SELECT ON SEQUENCES TO ${app_role};

-- Tables with one partition a day (UTC). A migration that adds one creates the parent, PARTITION BY RANGE (a timestamptz),
-- registers it here and calls create_partitions(). Each gets a default partition too, so that no insert ever fails for want of one.
CREATE TABLE partitioned_table (
    table_name text PRIMARY KEY,
    time_column text NOT NULL,
    days_back integer NOT NULL CHECK (days_back BETWEEN 0 AND 400),
    days_ahead integer NOT NULL CHECK (days_ahead BETWEEN 1 AND 30),
    keep_days integer NOT NULL CHECK (keep_days BETWEEN 1 AND 4000 AND keep_days >= days_back),
    -- boolean function of a partition: false keeps it although it is old
    drop_guard regproc
);
REVOKE INSERT, UPDATE, DELETE ON partitioned_table FROM ${app_role};

-- Makes one day's partition. What had to go to the default partition for that day moves in.
CREATE FUNCTION create_partition(parent partitioned_table, day date) RETURNS void
LANGUAGE plpgsql SET timezone = 'UTC' AS $body$
DECLARE
    partition_name text := parent.table_name || '_' || to_char(day, 'YYYYMMDD');
BEGIN
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent.table_name || '_default');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition_name, parent.table_name);
    EXECUTE format('REVOKE ALL ON %I FROM ${app_role}', partition_name);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent.table_name || '_default', parent.time_column, day, parent.time_column, day + 1, partition_name);
    -- Unlike CREATE TABLE … PARTITION OF, this lets others go on inserting into the parent.
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        parent.table_name, partition_name, day, day + 1);
END
$body$;

-- Makes what is missing around a day; answers how many. Where a lock is not to be had at once, the next call does it.
CREATE FUNCTION create_partitions_around(today date) RETURNS integer
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '500ms' AS $body$
DECLARE
    parent partitioned_table;
    day date;
    created integer := 0;
BEGIN
    FOR parent IN SELECT * FROM partitioned_table LOOP
        IF to_regclass(quote_ident(parent.table_name || '_default')) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent.table_name || '_default', parent.table_name);
            EXECUTE format('REVOKE ALL ON %I FROM ${app_role}', parent.table_name || '_default');
        END IF;
        FOR day IN EXECUTE format('SELECT d::date FROM generate_series(%L::date, %L::date, interval ''1 day'') d
                UNION SELECT %I::date FROM %I WHERE %I >= %L AND %I < %L ORDER BY 1',
                today - parent.days_back, today + parent.days_ahead, parent.time_column, parent.table_name || '_default',
                parent.time_column, today - parent.keep_days, parent.time_column, today + parent.days_ahead + 1) LOOP
            CONTINUE WHEN to_regclass(quote_ident(parent.table_name || '_' || to_char(day, 'YYYYMMDD'))) IS NOT NULL;
            BEGIN
                PERFORM create_partition(parent, day);
                created := created + 1;
            EXCEPTION WHEN lock_not_available THEN
                RAISE LOG 'partition of % for % waits for the next call', parent.table_name, day;
            END;
        END LOOP;
    END LOOP;
    RETURN created;
END
$body$;

-- Drops the partitions that were old enough on a day; answers how many. A row of a day that had no partition goes after twice the time.
CREATE FUNCTION drop_partitions_before(today date) RETURNS integer
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '500ms' AS $body$
DECLARE
    parent partitioned_table;
    old regclass;
    droppable boolean;
    dropped integer := 0;
BEGIN
    FOR parent IN SELECT * FROM partitioned_table LOOP
        FOR old IN SELECT c.oid::regclass FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = to_regclass(quote_ident(parent.table_name))
                  AND c.relname ~ ('^' || parent.table_name || '_[0-9]{8}$')
                  AND to_date(right(c.relname, 8), 'YYYYMMDD') < today - parent.keep_days
                ORDER BY c.relname LOOP
            droppable := true;
            IF parent.drop_guard IS NOT NULL THEN
                EXECUTE format('SELECT %s(%L::regclass)', parent.drop_guard, old) INTO droppable;
            END IF;
            CONTINUE WHEN NOT droppable;
            BEGIN
                EXECUTE format('DROP TABLE %s', old);
                dropped := dropped + 1;
            EXCEPTION WHEN lock_not_available THEN
                RAISE LOG 'partition % is dropped by the next call', old;
            END;
        END LOOP;
        IF parent.drop_guard IS NULL THEN
            EXECUTE format('DELETE FROM %I WHERE %I < %L', parent.table_name || '_default', parent.time_column,
                today - 2 * parent.keep_days);
        END IF;
    END LOOP;
    RETURN dropped;
END
$body$;

-- What the service may call: it has no right to create or drop anything itself.
CREATE FUNCTION create_partitions() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp
RETURN create_partitions_around((now() AT TIME ZONE 'UTC')::date);

CREATE FUNCTION drop_partitions() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp
RETURN drop_partitions_before((now() AT TIME ZONE 'UTC')::date);

GRANT EXECUTE ON FUNCTION create_partitions(), drop_partitions() TO ${app_role};
