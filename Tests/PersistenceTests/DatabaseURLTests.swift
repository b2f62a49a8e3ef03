import Testing

@testable import Persistence

@Suite("database URLs")
struct DatabaseURLTests {
    @Test(
        "every form of the specification is understood",
        arguments: [
            ("postgresql://u:p@h:5433/db", ["user": "u", "password": "p", "host": "h", "port": "5433", "dbname": "db"]),
            ("postgres://u:p@h/db", ["user": "u", "password": "p", "host": "h", "dbname": "db"]),
            ("postgresql+psycopg://u:p@h/db", ["user": "u", "password": "p", "host": "h", "dbname": "db"]),
            ("postgresql+psycopg2://u:p@h/db", ["user": "u", "password": "p", "host": "h", "dbname": "db"]),
            ("POSTGRESQL+asyncpg://h/db", ["host": "h", "dbname": "db"]),
            ("postgresql://h", ["host": "h"]),
            ("postgresql:///db", ["dbname": "db"]),
            ("postgresql://", [:]),
            ("postgresql://u@h/", ["user": "u", "host": "h"]),
            ("postgresql://u:@h/", ["user": "u", "host": "h"]),
            ("postgresql://u%40x:p%2F%3a%25@h/d%20b", ["user": "u@x", "password": "p/:%", "host": "h", "dbname": "d b"]),
            ("postgresql://u:p@ss@h/db", ["user": "u", "password": "p@ss", "host": "h", "dbname": "db"]),
            ("postgresql://u:p/w@h/db", ["user": "u", "password": "p/w", "host": "h", "dbname": "db"]),
            ("postgresql://u:p#w@h/db", ["user": "u", "password": "p#w", "host": "h", "dbname": "db"]),
            ("postgresql://u:%C3%A9@h/db", ["user": "u", "password": "é", "host": "h", "dbname": "db"]),
            ("postgresql://[::1]:5433/db", ["host": "::1", "port": "5433", "dbname": "db"]),
            ("postgresql://a:1,b:2/db", ["host": "a,b", "port": "1,2", "dbname": "db"]),
            ("postgresql://a,b:2/db", ["host": "a,b", "port": ",2", "dbname": "db"]),
            ("postgresql:///db?host=/var/run/postgresql&port=5433", ["host": "/var/run/postgresql", "port": "5433", "dbname": "db"]),
            ("postgresql://h/db?", ["host": "h", "dbname": "db"]),
            (
                "postgresql://h/db?connect_timeout=10&sslmode=verify-full&sslrootcert=%2Fca.crt&application_name=a%20b",
                [
                    "host": "h", "dbname": "db", "connect_timeout": "10", "sslmode": "verify-full", "sslrootcert": "/ca.crt",
                    "application_name": "a b",
                ]
            ),
            (
                "postgresql://h/db?options=-c%20statement_timeout%3D5s&target_session_attrs=read-write",
                ["host": "h", "dbname": "db", "options": "-c statement_timeout=5s", "target_session_attrs": "read-write"]
            ),
        ])
    func understood(text: String, parameters: [String: String]) throws {
        #expect(try DatabaseURL(text).parameters == parameters)
    }

    @Test("unknown parameters are told and ignored")
    func unknownParameters() throws {
        let url = try DatabaseURL("postgresql://h/db?prepare_threshold=0&connect_timeout=3&client_encoding=latin1&replication=1&x")
        #expect(url.parameters == ["host": "h", "dbname": "db", "connect_timeout": "3"])
        #expect(url.ignoredParameters == ["prepare_threshold", "client_encoding", "replication", "x"])
    }

    @Test(
        "whether statements may be prepared is the parameter of our own",
        arguments: [("", "automatic"), ("?prepared_statements=off", "off"), ("?prepared_statements=on", "on")])
    func preparedStatements(query: String, expected: String) throws {
        let url = try DatabaseURL("postgresql://h/db" + query)
        #expect(url.preparedStatements.rawValue == expected && url.ignoredParameters.isEmpty)
        #expect(url.parameters == ["host": "h", "dbname": "db"] && url.withDatabase("other").preparedStatements == url.preparedStatements)
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("", DatabaseURLError.wrongScheme),
            ("h/db", .wrongScheme),
            ("mysql://h/db", .wrongScheme),
            ("postgresqlx://h/db", .wrongScheme),
            ("postgresql+://h/db", .wrongScheme),
            ("postgresql+psy copg://h/db", .wrongScheme),
            ("postgresql://u:secret%@h/db", .malformedPercentEncoding(part: "password")),
            ("postgresql://u:secret%2@h/db", .malformedPercentEncoding(part: "password")),
            ("postgresql://u:secret%zz@h/db", .malformedPercentEncoding(part: "password")),
            ("postgresql://u:secret%ff@h/db", .malformedPercentEncoding(part: "password")),
            ("postgresql://u%g0:secret@h/db", .malformedPercentEncoding(part: "user")),
            ("postgresql://u:secret%00@h/db", .containsNUL(part: "password")),
            ("postgresql://u:secret@h/d%00", .containsNUL(part: "database name")),
            ("postgresql://u:secret@h:0/db", .wrongPort),
            ("postgresql://u:secret@h:65536/db", .wrongPort),
            ("postgresql://u:secret@h:x/db", .wrongPort),
            ("postgresql://u:secret", .wrongPort),
            ("postgresql://u:secret@[::1/db", .wrongHost),
            ("postgresql://u:secret@[::1]x/db", .wrongHost),
            ("postgresql://h/db?connect_timeout=ten", .invalidParameter(name: "connect_timeout", expected: "a whole number")),
            ("postgresql://h/db?port=99999", .wrongPort),
            (
                "postgresql://h/db?sslmode=on",
                .invalidParameter(
                    name: "sslmode", expected: "one of disable, allow, prefer, require, verify-ca, verify-full")
            ),
            (
                "postgresql://h/db?target_session_attrs=master",
                .invalidParameter(
                    name: "target_session_attrs",
                    expected: "one of any, read-write, read-only, primary, standby, prefer-standby")
            ),
        ])
    func refused(text: String, error: DatabaseURLError) {
        #expect(throws: error) { try DatabaseURL(text) }
        #expect(!"\(error)".contains("secret"))
    }

    @Test("no way of printing a URL shows the password")
    func passwordIsNotPrinted() throws {
        let url = try DatabaseURL("postgresql://ann:secret@h:5433/db?sslpassword=secret")
        #expect("\(url)" == "ann@h:5433/db")
        var dumped = ""
        dump(url, to: &dumped)
        for text in [String(reflecting: url), String(describing: url), dumped, "\([url])", "\([url: url])"] {
            #expect(!text.contains("secret"))
        }
    }
}
