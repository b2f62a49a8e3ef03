import ArgumentParser
import Logging
import Persistence
import Synchronization
import Testing

@testable import NodeKit

private struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swpt-mint", subcommands: [All.self, ConsumeMessages.self, FlushAll.self, ScanMint.self], defaultSubcommand: All.self,
        helpNames: .long)
}

private struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "all")
    func run() async throws { throw ProgramEnd(status: 42) }
}

private struct ConsumeMessages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "consume_messages", abstract: "Consumes.")
    @OptionGroup var options: ConsumerOptions
    func run() async throws {
        let source = options.source(
            BrokerConfiguration(
                address: QueueAddress(url: Secret("amqp://a"), queue: "q"),
                consumer: ConsumerConfiguration(processes: 2, threads: 3, prefetchCount: 4, prefetchSize: 5)))
        let consumer = source.consumer
        let numbers = [consumer.processes, consumer.threads, consumer.prefetchCount, consumer.prefetchSize]
        let text = numbers.map { "\($0)" }.joined(separator: " ")
        throw ProgramEnd(
            status: 0, complaint: "\(source.address.url.revealed) \(source.address.queue) \(text) \(options.drainingMode)")
    }
}

private struct FlushAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "flush_all")
    @OptionGroup var options: FlusherOptions
    func run() async throws {
        let flush = options.flush(FlushConfiguration(processes: 2, periodSeconds: 2))
        throw ProgramEnd(status: 0, complaint: "\(flush.processes) \(flush.periodSeconds) \(options.quitEarly)")
    }
}

private struct ScanMint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "scan_mint")
    @OptionGroup var options: DailyScannerOptions
    func run() async throws {
        let walk = try options.walk(ScanWalk(seconds: 7 * 86_400))
        throw ProgramEnd(status: 0, complaint: "\(walk.seconds / 86_400) \(options.quitEarly)")
    }
}

@Suite("Command line")
struct CommandLineTests {
    private func end(_ line: String) async -> ProgramEnd {
        await NodeProgram.outcome(Root.self, line.split(separator: " ").map(String.init))
    }

    @Test("without arguments the default command runs")
    func defaultCommand() async {
        #expect(await end("").status == 42)
        #expect(await end("all").status == 42)
    }

    @Test(
        "options override variables, in both forms",
        arguments: [
            ("consume_messages", "amqp://a q 2 3 4 5 false"),
            ("consume_messages --url=amqp://b -q other --processes 7", "amqp://b other 7 3 4 5 false"),
            ("consume_messages -p 0 -t 0 -c 0 -s 0 --url= --queue=", "amqp://a q 2 3 4 5 false"),
            ("consume_messages -u amqp://c --threads=9 --prefetch-size=1 --prefetch-count 2 --draining-mode", "amqp://c q 2 9 2 1 true"),
            ("flush_all", "2 2.0 false"), ("flush_all -p 0 -w 0 --quit-early", "0 0.0 true"),
            ("flush_all --wait=0.5 --processes=3", "3 0.5 false"),
            ("scan_mint", "7.0 false"), ("scan_mint --days 0 --quit-early", "7.0 true"), ("scan_mint -d 0.5", "0.5 false"),
        ])
    func options(_ line: String, _ expected: String) async {
        #expect(await end(line) == ProgramEnd(status: 0, complaint: expected))
    }

    @Test(
        "unknown options and malformed values: usage, status 2",
        arguments: [
            "consume_messages --what", "consume_messages -p x", "consume_messages -p", "flush_all --wait abc", "consume_messages extra",
            "all --what", "flush_all --wait=-1", "consume_messages -t=-1", "-h",
        ])
    func usage(_ line: String) async {
        let end = await end(line)
        #expect(end.status == 2)
        #expect(end.complaint?.contains("Usage:") == true)
    }

    @Test(
        "numbers that nobody can mean are usage errors that say what is expected",
        arguments: [
            ("flush_all -w 1e300", "a number of seconds between 0 and 31536000"), ("flush_all -w nan", "a number of seconds"),
            ("flush_all -p 99999999999", "a whole number between 0 and 1000"), ("consume_messages -c 65536", "between 0 and 65535"),
            ("consume_messages -s 4294967296", "between 0 and 4294967295"), ("scan_mint -d 1e300", "a number of days"),
        ])
    func absurdNumbers(_ line: String, _ expected: String) async {
        let end = await end(line)
        #expect(end.status == 2)
        #expect(end.complaint?.contains(expected) == true, "\(end.complaint ?? "")")
    }

    @Test("a scan needs a positive duration")
    func scanDuration() async {
        let end = await end("scan_mint --days=-3")
        #expect(end.status == 1)
        #expect(end.complaint == "The number of days must be positive.")
    }

    @Test(
        "an unknown first argument is a program",
        arguments: [
            ("psql -c x", true), ("sh", true), ("all", false), ("consume_messages -p 1", false), ("--help", false), ("", false),
            ("help all", false),
        ])
    func programs(_ line: String, _ isProgram: Bool) {
        #expect((ExternalProgram(line.split(separator: " ").map(String.init), root: Root.self) != nil) == isProgram)
    }
}

@Suite("configure and await_migrations")
struct ConfigureTests {
    struct NotYet: Error, CustomStringConvertible {
        let description: String
    }

    private final class Record: Sendable {
        private let state = Mutex((text: "", pauses: [Int]()))
        var text: String { state.withLock { $0.text } }
        var pauses: [Int] { state.withLock { $0.pauses } }
        func write(_ text: String) { state.withLock { $0.text += text } }
        func pause(_ seconds: Int) { state.withLock { $0.pauses.append(seconds) } }
        var steps: ConfigureSteps { ConfigureSteps(write: { self.write($0) }, sleep: { self.pause($0) }) }
    }

    @Test("both steps, at once")
    func success() async throws {
        let record = Record()
        #expect(try await record.steps.run(migrate: {}, subscribe: {}) == 0)
        #expect(record.text == "Running database schema upgrade ... done.\nSetting up message broker objects ... done.\n")
        #expect(record.pauses.isEmpty)
    }

    @Test("a step is tried five times in 31 seconds; each error is told at once")
    func failure() async throws {
        let record = Record()
        let attempts = Mutex(0)
        let status = try await record.steps.run(
            migrate: {
                let attempt = attempts.withLock { count in
                    count += 1
                    return count
                }
                throw NotYet(description: "attempt \(attempt)")
            }, subscribe: { Issue.record("the second step needs the first") })
        #expect(status == 1)
        #expect(record.text == (1...5).map { "Running database schema upgrade ...\nattempt \($0)\n" }.joined())
        #expect(record.pauses == [1, 2, 4, 8, 16])
    }

    @Test("a schema of a newer release is told at once, with both numbers")
    func newerSchema() async throws {
        let record = Record()
        let newer = MigrationError.newerSchema(schema: "public", found: 7, known: 5)
        let status = try await record.steps.run(migrate: { throw newer }, subscribe: nil)
        #expect(status == 1)
        #expect(record.pauses.isEmpty)
        #expect(record.text.contains("has version 7") && record.text.contains("up to 5"))
        let log = RecordedOutput()
        let waiting = AwaitMigrations(
            logger: Logger(label: "test") { NodeLogHandler(label: $0, format: .text, level: .info, output: log) }, write: { _ in },
            sleep: {})
        let polls = Mutex(0)
        let found = try await waiting.run {
            if polls.withLock({
                $0 += 1; return $0
            }) == 1 {
                throw newer
            }
            return true
        }
        #expect(found == 0)
        #expect(log.lines.contains { $0.contains("ERROR") && $0.contains("has version 7") && $0.contains("up to 5") }, "\(log.lines)")
    }

    @Test("a server that comes up late is waited for")
    func late() async throws {
        let record = Record()
        let attempts = Mutex(0)
        let status = try await record.steps.run(
            migrate: {
                try attempts.withLock { count in
                    count += 1
                    if count < 4 { throw NotYet(description: "down") }
                }
            }, subscribe: nil)
        #expect(status == 0)
        #expect(record.pauses == [1, 2, 4])
    }

    @Test("waiting for the schema survives a missing database, and ends with 0")
    func awaitMigrations() async throws {
        let polls = Mutex(0)
        let text = Mutex("")
        let waiting = AwaitMigrations(logger: Logger(label: "test"), write: { line in text.withLock { $0 += line } }, sleep: {})
        let status = try await waiting.run {
            try polls.withLock { count in
                count += 1
                if count == 1 { throw NotYet(description: "no database") }
                return count == 3
            }
        }
        #expect(status == 0)
        #expect(polls.withLock { $0 } == 3)
        #expect(text.withLock { $0 } == "Waiting for the database schema to be up to date ...\n")
    }

    @Test("when waiting is stopped the result is not 0")
    func stopped() async {
        let waiting = AwaitMigrations(logger: Logger(label: "test"), write: { _ in }, sleep: { throw CancellationError() })
        await #expect(throws: CancellationError.self) { try await waiting.run { false } }
    }
}
