import NodeKit

@testable import Trade

extension TradeConfiguration {
    static func loaded(_ values: [String: String] = [:], needs: [String] = []) throws -> TradeConfiguration {
        try load(from: ProcessEnvironment(values), needs: needs)
    }

    /// The lines that the operator sees before anything is touched.
    static func complaints(_ values: [String: String], needs: [String] = []) -> [String] {
        do throws(ConfigurationError) {
            _ = try load(from: ProcessEnvironment(values), needs: needs)
            return []
        } catch {
            return error.description.split(separator: "\n").map { String($0.dropFirst("wrong configuration: ".count)) }
        }
    }

    /// The warnings of a start that succeeds.
    static func warnings(_ values: [String: String], needs: [String] = []) throws -> [String] {
        var warnings: [String] = []
        _ = try load(from: ProcessEnvironment(values), needs: needs) { warnings.append($0.description) }
        return warnings
    }
}
