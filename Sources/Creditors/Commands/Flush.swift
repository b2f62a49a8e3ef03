import ArgumentParser
import NodeKit
import SMPProtocol

/// What all flush commands do: send what waits in the outbox. They always end with status 1, which supervisors rely on (CA 3.4, OPS 3.6).
protocol FlushCommand: NodeCommand where Settings == CreditorsConfiguration {
    var options: FlusherOptions { get }
    /// What is sent.
    func kinds(_ process: NodeProcess) -> [MessageKind]
}

extension FlushCommand {
    static var needs: [String] { [Needs.database] }

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let flush = options.flush(settings.common.flush)
        let node = try CreditorsNode(settings, connections: flush.processes + 2, logger: process.logger)
        let role = try node.flusher(Self._commandName, kinds: kinds(process), flush, quitsEarly: options.quitEarly)
        _ = await process.run(node.alone(role))
        return ExitStatus.failure
    }
}

struct FlushAll: FlushCommand {
    static let configuration = CommandConfiguration(commandName: "flush_all", abstract: "Sends all pending messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { CreditorsNode.allKinds }
}

struct FlushConfigureAccounts: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_configure_accounts", abstract: "Sends pending ConfigureAccount messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.configureAccount] }
}

struct FlushPrepareTransfers: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_prepare_transfers", abstract: "Sends pending PrepareTransfer messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.prepareTransfer] }
}

struct FlushFinalizeTransfers: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_finalize_transfers", abstract: "Sends pending FinalizeTransfer messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.finalizeTransfer] }
}

struct FlushUpdatedLedgers: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_ledgers", abstract: "Sends pending UpdatedLedger messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedLedger] }
}

struct FlushUpdatedPolicies: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_policies", abstract: "Sends pending UpdatedPolicy messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedPolicy] }
}

struct FlushUpdatedFlags: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_flags", abstract: "Sends pending UpdatedFlags messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedFlags] }
}

struct FlushRejectedConfigs: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_rejected_configs", abstract: "Sends pending RejectedConfig messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.rejectedConfig] }
}

/// The general form: any types, by the names that the public implementation has for them (SMP 13.4).
struct FlushMessages: FlushCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush_messages", abstract: "Sends pending messages of the given types.", helpNames: .long)
    @OptionGroup var options: FlusherOptions
    @Argument(help: "ConfigureAccountSignal, PrepareTransferSignal…; none: all.")
    var types: [String] = []

    func kinds(_ process: NodeProcess) -> [MessageKind] {
        if types.isEmpty { return CreditorsNode.allKinds }
        return types.compactMap { type in
            let kind = CreditorsNode.allKinds.first { "\($0.typeName)Signal" == type }
            if kind == nil { process.logger.warning("A signal with name \"\(type)\" does not exist.") }
            return kind
        }
    }
}
