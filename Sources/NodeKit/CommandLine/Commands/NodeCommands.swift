import ArgumentParser
import SMPProtocol

/// The commands of a node, made from what it says of itself. A node's root command puts them into the order in which `--help` shows them,
/// with the commands that only this node has among them.
public enum NodeCommands {
    /// A group of roles, e.g. `all`.
    public static func group<Group: RoleGroup>(_ group: Group.Type) -> any ParsableCommand.Type { GroupCommand<Group>.self }

    /// `webserver`
    public static func webserver<Assembly: WebAssembly>(_ assembly: Assembly.Type) -> any ParsableCommand.Type {
        GroupCommand<WebserverGroup<Assembly>>.self
    }

    /// `flush_all`, one command for each type of message that the node sends, and `flush_messages`.
    public static func flush<Assembly: OutboxAssembly>(_ assembly: Assembly.Type) -> [any ParsableCommand.Type] {
        func one<Message: SMPMessage>(_ type: Message.Type) -> any ParsableCommand.Type { Flush<Assembly, Message>.self }
        let kinds = Assembly.node.flushOrder.map { one($0.messageType) }
        return [FlushAll<Assembly>.self] + kinds + [FlushMessages<Assembly>.self]
    }

    /// `scan_*`
    public static func scan(_ scanners: [any ScannerDescription.Type]) -> [any ParsableCommand.Type] {
        func one<Scanner: ScannerDescription>(_ scanner: Scanner.Type) -> any ParsableCommand.Type {
            switch scanner.plan.unit {
            case .days: ScanCommand<Scanner, DailyScannerOptions>.self
            case .hours: ScanCommand<Scanner, HourlyScannerOptions>.self
            }
        }
        return scanners.map { one($0) }
    }

    /// `configure`, `await_migrations`, `subscribe`, `unsubscribe`, `delete_queue`, `verify_shard_content`, `rejected_messages`.
    ///
    /// - Parameter queues: which options name the node's queues.
    public static func administration<Settings: ServiceConfiguration, Queues: QueueOptions>(
        _ settings: Settings.Type, _ queues: Queues.Type
    ) -> [any ParsableCommand.Type] {
        let configure: any ParsableCommand.Type =
            Settings.databases.count == 1 ? ConfigureCommand<Settings>.self : ConfigureOneCommand<Settings>.self
        return [
            configure, AwaitMigrationsCommand<Settings>.self, SubscribeCommand<Settings, Queues>.self,
            UnsubscribeCommand<Settings, Queues>.self, DeleteQueueCommand<Settings, Queues>.self, VerifyShardContent<Settings>.self,
            RejectedMessagesGroup<Settings>.self,
        ]
    }

    /// `health`, `settings`, `reference`: what a node says of itself.
    ///
    /// - Parameter root: the program, whose commands `reference` lists.
    public static func questions<Settings: NodeConfiguration, Root: ParsableCommand>(
        _ settings: Settings.Type, of root: Root.Type
    ) -> [any ParsableCommand.Type] {
        [HealthCommand<Settings>.self, SettingsCommand<Settings>.self, ReferenceCommand<Settings, Root>.self]
    }

    /// `develop-run-flask` and `test`.
    public static func development<Assembly: WebAssembly>(_ assembly: Assembly.Type) -> [any ParsableCommand.Type] {
        [DevelopRunFlask<Assembly>.self, TestCommand.self]
    }
}
