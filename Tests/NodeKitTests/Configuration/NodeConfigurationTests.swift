import NodeKit
import SMPProtocol
import Testing

@Suite("Configuration")
struct NodeConfigurationTests {
    @Test("without variables every default holds")
    func defaults() throws {
        let settings = try MintConfiguration.loaded([:])
        #expect(settings.common.broker.address.url.revealed == "amqp://guest:guest@localhost:5672")
        #expect(settings.common.broker.address.queue == "swpt_mint")
        #expect(settings.common.broker.consumer == ConsumerConfiguration(processes: 1, threads: 1, prefetchCount: 1, prefetchSize: 0))
        #expect(settings.common.flush == FlushConfiguration(processes: 1, periodSeconds: 2))
        #expect(settings.common.web == WebConfiguration())
        #expect(settings.common.log == LogConfiguration())
        #expect(settings.common.shard == ShardConfiguration())
        #expect(!settings.common.setsUpBrokerBindings)
        #expect(!settings.common.oauth2.trustsUserHeaders)
        #expect(settings.common.documentation == APIDocumentationConfiguration(profile: .mint))
        #expect(settings.minDebtorID.value == nil)
        #expect(settings.database.url.value == nil)
    }

    @Test("variables of the environment win")
    func values() throws {
        let settings = try MintConfiguration.loaded([
            "APP_LOG_LEVEL": "Info", "APP_LOG_FORMAT": "json", "WEBSERVER_PORT": "8003", "WEBSERVER_PROCESSES": "2",
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "0.1.#", "DELETE_PARENT_SHARD_RECORDS": "0", "SETUP_RABBITMQ_BINDINGS": "yes",
            "FLUSH_PERIOD": "0.5", "MIN_DEBTOR_ID": "0xffffffffffffffff", "PHASE": "10m", "TOKEN_INTROSPECTION_CACHE_MAX_COST": "77",
            "POSTGRES_URL": "postgresql+psycopg://swpt:pass@db:5436/test?connect_timeout=10",
            "SQLALCHEMY_ENGINE_OPTIONS": "{\"pool_size\": 3, \"max_overflow\": 2, \"pool_timeout\": 7, \"what\": true}",
        ])
        #expect(settings.common.log == LogConfiguration(level: "info", format: .json))
        #expect(settings.common.web.port == 8003)
        #expect(settings.common.web.parallelism == 6)
        #expect(settings.common.shard.realm.bitCount == 2)
        #expect(settings.common.shard.deletesParentRecords, "0 is true")
        #expect(settings.common.setsUpBrokerBindings)
        #expect(settings.common.flush.periodSeconds == 0.5)
        #expect(try settings.minDebtorID.get() == DebtorID(-1))
        #expect(settings.phase == .seconds(600))
        #expect(settings.common.oauth2.cacheMaxCost == 77)
        #expect(try settings.database.url.get().description == "swpt@db:5436/test")
        #expect(settings.database.pool.maximumConnections == 5)
        #expect(settings.database.pool.acquireTimeout == .seconds(7))
    }

    @Test("all wrong values are reported at once, one line each")
    func allProblems() {
        let complaints = MintConfiguration.complaints(
            [
                "APP_LOG_LEVEL": "verbose", "WEBSERVER_PORT": "7.0", "FLUSH_PERIOD": "", "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "2.#",
                "APP_PER_PAGE": "0", "MIN_DEBTOR_ID": "007", "POSTGRES_URL": "mysql://root:hunter2@db/x",
            ], needs: ["MIN_DEBTOR_ID", "OAUTH2_INTROSPECT_URL", "POSTGRES_URL"])
        #expect(
            complaints == [
                "wrong configuration: APP_LOG_LEVEL has the value \"verbose\"; expected one of debug, info, warning, error, critical",
                "wrong configuration: WEBSERVER_PORT has the value \"7.0\"; expected a whole number between 1 and 65535",
                "wrong configuration: FLUSH_PERIOD has the value \"\"; expected a number of seconds between 0 and 31536000",
                """
                wrong configuration: PROTOCOL_BROKER_QUEUE_ROUTING_KEY has the value "2.#"; expected up to 20 bits, each followed by a \
                dot, then #
                """,
                "wrong configuration: POSTGRES_URL has a wrong value (not shown); expected postgresql://user:password@host:port/name",
                "wrong configuration: MIN_DEBTOR_ID has the value \"007\"; expected an ID, decimal or hexadecimal with 0x",
                "wrong configuration: APP_PER_PAGE has the value \"0\"; expected a whole number not below 1",
                "wrong configuration: OAUTH2_INTROSPECT_URL is not set, and this command needs it",
            ])
    }

    @Test("what a command does not need may be absent", arguments: [[], ["POSTGRES_URL"]])
    func needs(_ needs: [String]) {
        #expect(MintConfiguration.complaints(["POSTGRES_URL": "postgresql://u:p@h/d"], needs: needs).isEmpty)
    }

    @Test("an empty value counts as absent where nothing can be empty")
    func emptyNeeded() {
        let empty = ["POSTGRES_URL": "", "OAUTH2_INTROSPECT_URL": ""]
        let complaints = MintConfiguration.complaints(empty, needs: ["POSTGRES_URL", "OAUTH2_INTROSPECT_URL"])
        #expect(complaints.count == 2)
        #expect(complaints.allSatisfy { $0.contains("is not set") })
    }

    @Test("the older name of the database URL is taken when the newer is empty")
    func fallback() throws {
        let settings = try MintConfiguration.loaded(
            ["POSTGRES_URL": "", "SQLALCHEMY_DATABASE_URI": "postgresql://u:p@h/d"], needs: ["POSTGRES_URL"])
        #expect(try settings.database.url.get().databaseName == "d")
    }

    @Test("a rule between values is looked at only when all values are right")
    func rules() {
        #expect(
            MintConfiguration.complaints(["APP_RETENTION_DAYS": "29"])
                == ["wrong configuration: APP_RETENTION_DAYS: expected a retention of at least 30 days"])
        #expect(MintConfiguration.complaints(["APP_RETENTION_DAYS": "29", "WEBSERVER_PORT": "x"]).count == 1)
        #expect(MintConfiguration.complaints(["APP_RETENTION_DAYS": "30"]).isEmpty)
    }

    @Test(
        "numbers and durations that nobody can mean are wrong configuration",
        arguments: [
            ("PROTOCOL_BROKER_PROCESSES", "-1"), ("PROTOCOL_BROKER_PROCESSES", "99999999999"), ("FLUSH_PROCESSES", "-1"),
            ("FLUSH_PERIOD", "1e300"), ("FLUSH_PERIOD", "-1"), ("APP_VERIFY_SHARD_SLEEP_SECONDS", "1e300"), ("PHASE", "99999999d"),
            ("APP_RETENTION_DAYS", "1e300"), ("GUNICORN_TIMEOUT", "9999999999999999999"), ("PROTOCOL_BROKER_PREFETCH_COUNT", "65536"),
            ("SQLALCHEMY_ENGINE_OPTIONS", "{\"pool_timeout\": 1e300}"), ("SQLALCHEMY_ENGINE_OPTIONS", "{\"pool_size\": 1e18}"),
        ])
    func absurdNumbers(_ name: String, _ value: String) {
        let complaints = MintConfiguration.complaints([name: value])
        #expect(complaints.count == 1)
        #expect(complaints.first?.hasPrefix("wrong configuration: \(name) has ") == true, "\(complaints)")
    }

    @Test(
        "a wrong value that may hold a secret is not shown, whatever the variable",
        arguments: ["ftp://u:hunter2@h/", "http://u:hunter2@h/", "u:hunter2@h/", "{\"password\": \"hunter2\""])
    func secrets(_ value: String) {
        for variable in MintConfiguration.variables {
            let complaints = MintConfiguration.complaints([variable.name: value])
            #expect(!complaints.joined().contains("hunter2"), "\(complaints)")
        }
        #expect(
            MintConfiguration.complaints(["OAUTH2_INTROSPECT_URL": value]) == [
                """
                wrong configuration: OAUTH2_INTROSPECT_URL has a wrong value (not shown); expected an http:// or https:// URL without a \
                user name
                """
            ])
    }

    @Test("a requirement stops the commands that need it, and is a warning for the others")
    func requirements() throws {
        let values = ["PHASE": "30s"]
        #expect(
            MintConfiguration.complaints(values, needs: ["phases"])
                == ["wrong configuration: PHASE: expected a phase of at least a minute"])
        var warnings: [String] = []
        _ = try MintConfiguration.load(from: ProcessEnvironment(values)) { warnings.append($0.description) }
        #expect(warnings == ["PHASE: expected a phase of at least a minute"])
        _ = try MintConfiguration.load(from: ProcessEnvironment([:]), needs: ["phases"]) { warnings.append($0.description) }
        #expect(warnings.count == 1)
    }

    @Test("trusting headers makes the introspection end-point unnecessary")
    func trust() {
        #expect(MintConfiguration.complaints([:], needs: ["OAUTH2_INTROSPECT_URL"]).count == 1)
        #expect(MintConfiguration.complaints(["APP_TRUST_USER_HEADERS": "no"], needs: ["OAUTH2_INTROSPECT_URL"]).count == 1)
        #expect(MintConfiguration.complaints(["APP_TRUST_USER_HEADERS": "yes"], needs: ["OAUTH2_INTROSPECT_URL"]).isEmpty)
    }

    @Test("orchestrators may pass these empty")
    func emptyValues() throws {
        let settings = try MintConfiguration.loaded([
            "APP_SUPERUSER_SUBJECT_REGEX": "", "APP_SUPERVISOR_SUBJECT_REGEX": "", "APP_MINT_SUBJECT_REGEX": "", "MINT_SECRET": "",
            "APP_ENABLE_CORS": "", "DELETE_PARENT_SHARD_RECORDS": "", "SETUP_RABBITMQ_BINDINGS": "", "OPENAPI_SWAGGER_UI_URL": "",
            "APP_ASSOCIATED_LOGGERS": "", "REDIS_URL": "",
        ])
        #expect(settings.common.oauth2.subjects.kind(of: "mint-superuser") == .superuser)
        #expect(settings.common.oauth2.subjects.kind(of: "mint:7") == .user(id: 7))
        #expect(settings.common.documentation.swaggerUIURL == nil)
        #expect(settings.common.oauth2.redisURL == nil)
        #expect(!settings.common.web.enablesCORS)
    }

    @Test("a secret is never shown")
    func secrets() {
        let secret = Secret("hunter2")
        #expect("\(secret)" == "<secret>")
        #expect(String(reflecting: secret) == "<secret>")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test("a hostile value stays one short line without control characters")
    func hostileValue() throws {
        let complaint = try #require(
            MintConfiguration.complaints(["FLUSH_PERIOD": "1\n2\u{1b}[31m" + String(repeating: "x", count: 1000)]).first)
        #expect(complaint.contains("1\\u{a}2\\u{1b}[31m"))
        #expect(complaint.count < 300)
    }

    @Test("each number in the table of variables has a range")
    func ranges() {
        let numbers = MintConfiguration.variables.filter { ["int", "float", "period"].contains($0.type) }
        #expect(numbers.count > 10)
        #expect(numbers.filter(\.range.isEmpty).map(\.name) == [])
    }

    @Test("the documentation has one row per variable, with its default")
    func documentation() {
        let text = MintConfiguration.documentation()
        #expect(
            text.contains(
                """
                ## Mint

                | Name | Type | Default | Range | Meaning |
                |---|---|---|---|---|
                | `MIN_DEBTOR_ID` | id |  |  | Lowest managed ID |
                """))
        #expect(text.contains("| `APP_PER_PAGE` | int | `2000` | ≥ 1 | Entries per page \\| at most |"))
        #expect(text.contains("| `PHASE` | period | `10m` | 0s…7d |"))
        #expect(text.contains("| `PROTOCOL_BROKER_QUEUE_ROUTING_KEY` | key | `#` | up to 20 bits"))
        #expect(text.contains("| `APP_MINT_SUBJECT_REGEX` | regex | `^mint:([0-9]+)$` |"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(Set(rows.map { $0.split(separator: "|")[0] }).count == rows.count)
    }
}
