import Persistence

@testable import Trade

/// Makes every other transaction of a database fail at its very end: so everything that is committed has failed once at that place before,
/// and what had been committed until then is met by whoever begins again.
enum Fuse {
    static func install(in database: Database) async throws {
        try await database.transaction { tx in try tx.script("fuse", text) }
    }

    static func remove(from database: Database) async throws {
        try await database.transaction { tx in try tx.script("fuse", "DROP FUNCTION blow_fuse CASCADE") }
    }

    private static let text = """
        CREATE SEQUENCE fuse;
        CREATE FUNCTION blow_fuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('fuse.met', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                PERFORM set_config('fuse.met', pg_current_xact_id()::text, true);
                IF nextval('fuse') % 2 = 1 THEN
                    RAISE EXCEPTION 'the fuse has blown';
                END IF;
            END IF;
            RETURN NULL;
        END $$;
        DO $$
        DECLARE name text;
        BEGIN
            -- Messages are taken out of the outbox by the test itself.
            FOR name IN SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind = 'r' AND n.nspname = current_schema() AND relname NOT LIKE 'schema%'
            LOOP
                EXECUTE format(
                    'CREATE CONSTRAINT TRIGGER fuse AFTER INSERT OR UPDATE %s ON %I DEFERRABLE INITIALLY DEFERRED '
                    'FOR EACH ROW EXECUTE FUNCTION blow_fuse()',
                    CASE WHEN name = 'outbox_message' THEN '' ELSE 'OR DELETE' END, name);
            END LOOP;
        END $$;
        """
}
