// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

/// A C library of the system: a module map and nothing else.
func system(_ name: String, _ pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A library of ours, with its tests.
func library(_ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency]? = []) -> [Target] {
    let library = Target.target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
    guard let tests else { return [library] }
    let hasFixtures = ["SMPProtocol", "CircularTrade"].contains(name)
    return [
        library,
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + tests, path: "Tests/\(name)Tests",
            resources: hasFixtures ? [.copy("Fixtures")] : [], swiftSettings: swiftSettings),
    ]
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

var targets: [Target] = [
    system("CLibPQ", "libpq", apt: "libpq-dev"),
    system("CRabbitMQ", "librabbitmq", apt: "librabbitmq-dev"),
    system("CHiredis", "hiredis", apt: "libhiredis-dev"),
    system("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
    system("CCrypto", "openssl", apt: "libssl-dev"),
]
targets += library("Threading", [])

let package = Package(
    name: "swaptacular",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: targets
)
