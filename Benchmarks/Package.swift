// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

/// A benchmark: `scripts/bench NAME` builds and runs its executable (the names are in that script).
func benchmark(_ name: String, uses libraries: [String], and own: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["BenchmarkKit"] + own + libraries.map { .product(name: $0, package: "swaptacular") },
        swiftSettings: swiftSettings)
}

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "swaptacular", path: "..")],
    targets: [
        .target(name: "BenchmarkKit", swiftSettings: swiftSettings),
        .testTarget(name: "BenchmarkKitTests", dependencies: ["BenchmarkKit"], swiftSettings: swiftSettings),
        benchmark("CodecBenchmark", uses: ["SMPProtocol"]),
        benchmark("OutboxBenchmark", uses: ["SMPProtocol", "Persistence", "Messaging", "NodeKit"]),
        benchmark("InboxBenchmark", uses: ["SMPProtocol", "Persistence", "Messaging", "NodeKit"]),
        benchmark("DebtorsAPIBenchmark", uses: ["Messaging"]),
        benchmark("CreditorsAPIBenchmark", uses: []),
        .target(
            name: "InboxLoads",
            dependencies: ["BenchmarkKit"] + ["SMPProtocol", "Persistence", "Messaging"].map { .product(name: $0, package: "swaptacular") },
            swiftSettings: swiftSettings),
        benchmark("CreditorsInboxBenchmark", uses: ["Persistence", "Messaging"], and: ["InboxLoads"]),
        benchmark("TradeInboxBenchmark", uses: ["SMPProtocol", "Persistence", "Messaging"], and: ["InboxLoads"]),
        benchmark("SolverBenchmark", uses: ["CircularTrade"]),
        benchmark("TurnSolverBenchmark", uses: ["SMPProtocol", "CircularTrade", "Persistence", "Trade"]),
        benchmark("TurnBenchmark", uses: ["SMPProtocol", "CircularTrade", "Persistence", "Messaging"]),
        benchmark("PaymentBenchmark", uses: ["Demo", "SMPProtocol"]),
        benchmark("NetworkTurnBenchmark", uses: ["Demo", "SMPProtocol"]),
    ]
)
