// swift-tools-version: 6.2
import PackageDescription

#if compiler(>=6.4)
    // A compiler that nobody has tried may warn of something new. That keeps nobody from building.
    let warningsAreErrors: [SwiftSetting] = []
#else
    // What others have declared obsolete meanwhile does not keep anybody from building, either.
    let warningsAreErrors: [SwiftSetting] = [.treatAllWarnings(as: .error), .treatWarning("DeprecatedDeclaration", as: .warning)]
#endif
let swiftSettings: [SwiftSetting] = [.swiftLanguageMode(.v6)] + warningsAreErrors

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
/// Optimized also in debug builds. Preconditions stay.
let optimized: SwiftSetting = .unsafeFlags(["-O"], .when(configuration: .debug))
/// What lies beside the `main.swift` of a node.
let nodeFiles = ["openapi.json", "development.env", "migrations"]
let nodeFoundation: [Target.Dependency] = ["SMPProtocol", "Persistence", "Messaging", "NodeKit", logging, argumentParser]

/// A C library of the system: a module map and nothing else.
func system(_ name: String, _ pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A library of ours, in `Sources/NAME`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// The tests of a library, in `Tests/NAMETests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources, swiftSettings: swiftSettings)
}

/// An executable, in `services/FOLDER`.
func service(_ name: String, folder: String, _ dependencies: [Target.Dependency], others: [String] = []) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "services/\(folder)", exclude: others, swiftSettings: swiftSettings)
}

let targets: [Target] = [
    system("CLibPQ", "libpq", apt: "libpq-dev"),
    system("CRabbitMQ", "librabbitmq", apt: "librabbitmq-dev"),
    // Without pkg-config: hiredis asks for a compiler flag that the package manager refuses, and needs none.
    system("CHiredis", nil, apt: "libhiredis-dev"),
    system("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
    system("CCrypto", "openssl", apt: "libssl-dev"),

    library("Threading"),
    library("SMPProtocol"),
    // Its tests solve thousands of markets.
    .target(name: "CircularTrade", swiftSettings: swiftSettings + [optimized]),
    library("Persistence", ["CLibPQ", "Threading", "SMPProtocol", logging, collections]),
    library("Messaging", ["CRabbitMQ", "CCrypto", "Threading", "SMPProtocol", logging]),
    library("WebFetch", ["CCurl", "SMPProtocol", collections]),
    library("SharedCache", ["CHiredis", "CCrypto", "Threading", "SMPProtocol", logging]),
    // The descriptions of the APIs and the migrations of all nodes.
    .target(name: "CNodeResources", cSettings: [.treatAllWarnings(as: .error)]),
    library(
        "NodeKit",
        [
            "CCrypto", "CNodeResources", "SMPProtocol", "Persistence", "Messaging", "WebFetch", "SharedCache", hummingbird, argumentParser,
            lifecycle, signals, logging, collections,
        ]),

    library("Debtors", nodeFoundation),
    service("swpt-debtors", folder: "debtors", ["Debtors", "NodeKit"], others: nodeFiles),

    library("Creditors", nodeFoundation + ["CCrypto"]),
    service("swpt-creditors", folder: "creditors", ["Creditors", "NodeKit"], others: nodeFiles),

    library("Trade", nodeFoundation + ["CircularTrade", "WebFetch", lifecycle]),
    service("swpt-trade", folder: "trade", ["Trade"], others: nodeFiles),

    library(
        "Sandbox", ["CCrypto", "Threading", "SMPProtocol", "Messaging", "NodeKit", logging, argumentParser, lifecycle, collections]),
    service("swpt-sandbox", folder: "sandbox", ["Sandbox", "NodeKit"], others: ["README.md", "development.env"]),

    library("Demo", ["CCrypto", "SMPProtocol", "Persistence", "WebFetch", logging, argumentParser]),
    service("swpt-demo", folder: "demo", ["Demo"]),

    .target(
        name: "TestSupport", dependencies: ["CCrypto", "SMPProtocol", "Persistence", "Messaging", "WebFetch", logging],
        path: "Tests/TestSupport", swiftSettings: swiftSettings),
    tests(of: "Threading"),
    tests(of: "SMPProtocol", ["TestSupport"]),
    tests(of: "Persistence", ["TestSupport", "Threading"]),
    tests(of: "Messaging", ["CCrypto", "CRabbitMQ", "Threading", "TestSupport"]),
    tests(of: "WebFetch", ["TestSupport"]),
    tests(of: "SharedCache", ["TestSupport", logging]),
    tests(of: "NodeKit", ["TestSupport", hummingbirdTesting]),
    tests(of: "Debtors", ["TestSupport", hummingbirdTesting]),
    tests(of: "Creditors", ["TestSupport", hummingbirdTesting]),
    tests(of: "CircularTrade", resources: [.copy("Fixtures")]),
    tests(of: "Trade", ["CircularTrade", "TestSupport", argumentParser, hummingbirdTesting]),
    tests(of: "Sandbox", ["TestSupport", hummingbirdTesting]),
    tests(of: "Demo", ["SMPProtocol"]),
    .testTarget(name: "EndToEndTests", dependencies: ["Demo", "Persistence", "TestSupport", "WebFetch"], swiftSettings: swiftSettings),
    // The rules that all of the code keeps. They read every file.
    .target(name: "Tidy", path: "Tests/Tidy", swiftSettings: swiftSettings + [optimized]),
    .testTarget(name: "TidyTests", dependencies: ["Tidy"], swiftSettings: swiftSettings),
    .executableTarget(name: "tidy-figures", dependencies: ["Tidy"], path: "Tests/TidyFigures", swiftSettings: swiftSettings),
]

let package = Package(
    name: "swaptacular",
    platforms: [.macOS(.v15)],
    products: ["SMPProtocol", "CircularTrade", "Persistence", "Messaging", "NodeKit", "Trade", "Demo"].map {
        .library(name: $0, targets: [$0])
    },
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: targets
)
