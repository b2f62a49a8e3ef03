import Glibc

extension ValueType where Value == String {
    /// The address of a machine in numbers.
    static let address = ValueType(name: "str", expected: "an IPv4 or IPv6 address") { text in
        var bytes = in6_addr()
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1 ? text : nil
    }
}
