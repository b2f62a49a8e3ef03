import Foundation

extension ProcessEnvironment {
    /// Replaces the host `localhost` by the container host's address in the variables that `SUBSTITUTE_LOCALHOST_IN_VARS` names
    /// (OPS 1.4; for development in containers only).
    ///
    /// - Parameter gateway: finds the address of the default route's gateway; asked only when something is to be replaced. Without one
    ///   the values stay as they are.
    mutating func substituteLocalhost(gateway: () -> String?) {
        let names = (self["SUBSTITUTE_LOCALHOST_IN_VARS"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        let substitutions = names.compactMap { name -> (String, String, Range<String.Index>)? in
            guard let value = self[name], let range = Self.lastLocalhost(in: value) else { return nil }
            return (name, value, range)
        }
        guard !substitutions.isEmpty, let address = gateway() else { return }
        for (name, value, range) in substitutions {
            self[name] = value.replacingCharacters(in: range, with: address)
        }
    }

    /// The last `localhost` that directly follows `//` or `@` and is a whole host name.
    private static func lastLocalhost(in value: String) -> Range<String.Index>? {
        var end = value.endIndex
        while let range = value.range(of: "localhost", options: .backwards, range: value.startIndex..<end) {
            let before = value[..<range.lowerBound]
            let after = value[range.upperBound...].first
            let isWholeName = after.map { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") } ?? true
            if isWholeName && (before.hasSuffix("//") || before.hasSuffix("@")) { return range }
            end = range.lowerBound
        }
        return nil
    }
}

/// The gateway of the default IPv4 route, which from inside a container is the machine that runs it.
enum DefaultGateway {
    static func address() -> String? {
        guard let table = try? String(contentsOfFile: "/proc/net/route", encoding: .utf8) else { return nil }
        return address(inRouteTable: table)
    }

    /// Reads the kernel's table: columns interface, destination, gateway (hexadecimal, in the byte order of the machine)…
    static func address(inRouteTable table: String) -> String? {
        for line in table.split(separator: "\n").dropFirst() {
            let columns = line.split(whereSeparator: \.isWhitespace)
            guard columns.count > 2, columns[1] == "00000000", let gateway = UInt32(columns[2], radix: 16), gateway != 0 else { continue }
            return (0..<4).map { String((UInt32(littleEndian: gateway) >> ($0 * 8)) & 0xff) }.joined(separator: ".")
        }
        return nil
    }
}
