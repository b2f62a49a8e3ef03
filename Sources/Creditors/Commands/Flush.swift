import ArgumentParser
import NodeKit
import SMPProtocol

// The flush commands that only this node has (CA 3.4).

struct FlushUpdatedLedgers: FlushCommand {
    typealias Settings = CreditorsConfiguration
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_ledgers", abstract: "Sends pending UpdatedLedger messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedLedger] }
}

struct FlushUpdatedPolicies: FlushCommand {
    typealias Settings = CreditorsConfiguration
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_policies", abstract: "Sends pending UpdatedPolicy messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedPolicy] }
}

struct FlushUpdatedFlags: FlushCommand {
    typealias Settings = CreditorsConfiguration
    static let configuration = CommandConfiguration(
        commandName: "flush_updated_flags", abstract: "Sends pending UpdatedFlags messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.updatedFlags] }
}

struct FlushRejectedConfigs: FlushCommand {
    typealias Settings = CreditorsConfiguration
    static let configuration = CommandConfiguration(
        commandName: "flush_rejected_configs", abstract: "Sends pending RejectedConfig messages.", helpNames: .long)
    @OptionGroup var options: FlusherOptions

    func kinds(_ process: NodeProcess) -> [MessageKind] { [.rejectedConfig] }
}
