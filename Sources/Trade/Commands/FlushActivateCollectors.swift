import ArgumentParser
import NodeKit

/// The first release had messages of this type. The command is accepted, as deployments may start it, says once that there is nothing to
/// send, and idles (OPS 3.6).
struct FlushActivateCollectors: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_activate_collectors", abstract: "Has nothing to send: there are no such messages any more.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func execute(_ settings: TradeConfiguration, _ process: NodeProcess) async throws -> Int32 {
        process.logger.warning("No ActivateCollector messages are ever sent; this command only waits for its end.")
        let role = options.overrides.quitsEarly ? Role(Self._commandName) {} : Role.idle(Self._commandName)
        return await process.run(role, as: .queueWorker, hasEnd: options.overrides.quitsEarly)
    }
}
