import Logging
import Messaging

extension ReadinessCheck {
    /// Whether a broker answers and lets us in.
    static func broker(_ url: BrokerURL) -> ReadinessCheck {
        let commands = BrokerCommands(url: url, logger: Logger(label: "readiness") { _ in SwiftLogNoOpLogHandler() })
        return ReadinessCheck("broker", identity: "\(url)") { try await commands.check() }
    }
}
