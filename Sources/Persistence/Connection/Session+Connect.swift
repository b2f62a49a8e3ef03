import CLibPQ

extension Session {
    /// Opens a connection. Throws ``DatabaseError/cannotConnect(server:reason:isTransient:)``.
    static func connect(_ url: DatabaseURL, _ configuration: DatabaseConfiguration) throws(DatabaseError) -> OpaquePointer {
        // A peer that vanished without a word is noticed within about a minute.
        let parameters =
            url
            .withDefault("connect_timeout", "10")
            .withDefault("application_name", configuration.applicationName)
            .withDefault("keepalives_idle", "30")
            .withDefault("keepalives_interval", "10")
            .withDefault("keepalives_count", "3")
            .withDefault("tcp_user_timeout", "60000")
            .withDefault("client_encoding", "UTF8")
            .parameters
        let connection = withKeywordsAndValues(parameters) { PQconnectdbParams($0, $1, 0) }
        guard let connection else {
            throw .cannotConnect(server: url.description, reason: "out of memory", isTransient: true)
        }
        if PQstatus(connection) == CONNECTION_OK { return connection }
        let message = String(cString: PQerrorMessage(connection)).onOneLine
        PQfinish(connection)
        throw .cannotConnect(server: url.description, reason: message, isTransient: isTransient(message))
    }

    /// libpq tells only a text when it cannot connect. What these texts speak of does not go away by waiting.
    private static func isTransient(_ message: String) -> Bool {
        let lasting = [
            "authentication failed", "no pg_hba.conf entry", "does not exist", "permission denied for database", "no password supplied",
            "certificate verify failed", "server does not support SSL", "root certificate file", "invalid connection option",
        ]
        return !lasting.contains { message.contains($0) }
    }

    /// Gives the parameters to libpq as two arrays of C strings that end with a null pointer.
    private static func withKeywordsAndValues<R>(
        _ parameters: [String: String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
    ) -> R {
        var text: [CChar] = []
        var keywordOffsets: [Int] = [], valueOffsets: [Int] = []
        for (keyword, value) in parameters {
            keywordOffsets.append(text.count)
            text.append(contentsOf: keyword.utf8CString)
            valueOffsets.append(text.count)
            text.append(contentsOf: value.utf8CString)
        }
        return text.withUnsafeBufferPointer { buffer in
            let keywords = keywordOffsets.map { buffer.baseAddress! + $0 } + [nil]
            let values = valueOffsets.map { buffer.baseAddress! + $0 } + [nil]
            return body(keywords, values)
        }
    }
}
