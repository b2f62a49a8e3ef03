/// Values of environment variables (SMP 15.3, 15.9, OPS 1.1). `nil` = cannot be converted, which stops the start.
public enum SettingText {
    /// False exactly for `false`, `off`, `no` and the empty text, in any case; everything else, also `0`, is true.
    public static func boolean(_ text: String) -> Bool { !["false", "off", "no", ""].contains(text.lowercased()) }

    /// A decimal integer; blanks around it, a sign and single underscores between digits are tolerated.
    public static func integer(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            let trimmed = ByteText.trimmed(bytes)
            guard NumberText.isDecimalInteger(trimmed) else { return nil }
            let digits = trimmed.filter { $0 != UInt8(ascii: "_") }
            return Int64(String(decoding: digits, as: UTF8.self))
        }
    }

    /// A finite decimal number; blanks around it are tolerated.
    public static func float(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            let trimmed = ByteText.trimmed(bytes)
            guard NumberText.isDecimalNumber(trimmed) else { return nil }
            let value = NumberText.double(trimmed)
            return value.isFinite ? value : nil
        }
    }

    /// An id: decimal without leading zeros, `0x`, `0o` or `0b`; from −2^63 to 2^64−1, where 2^63 and more become negative.
    public static func id<ID: WireIdentifier>(_ text: String, as type: ID.Type = ID.self) -> ID? {
        var digits = Substring(text.drop { $0.isWhitespace })
        while digits.last?.isWhitespace == true { digits.removeLast() }
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        guard let magnitude = magnitude(digits) else { return nil }
        if !isNegative { return ID(unsigned: magnitude) }
        return magnitude <= 1 << 63 ? ID(unsigned: 0 &- magnitude) : nil
    }

    private static func magnitude(_ digits: Substring) -> UInt64? {
        let prefix = digits.prefix(2).lowercased()
        let radix = ["0x": 16, "0o": 8, "0b": 2][prefix]
        var number = radix == nil ? digits : digits.dropFirst(2)
        // An underscore stands between digits, or after the prefix.
        if radix != nil, number.first == "_" { number.removeFirst() }
        let groups = number.split(separator: "_", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty }), !number.contains("+"), !number.contains("-") else { return nil }
        if radix == nil, number.first == "0", number.utf8.count > 1 { return nil }
        return UInt64(groups.joined(), radix: radix ?? 10)
    }

    /// Longest period, in days.
    private static let maximumPeriodDays = 999_999_999.0

    /// A period: a number that is not negative, a unit (`s` when missing, `m`, `h`, `d`, `w`), blanks at the end; rounded to
    /// whole microseconds, ties to even (OPS 1.1, TS 3.2).
    public static func period(_ text: String) -> Duration? {
        var number = Array(text.utf8)
        while let last = number.last, ByteText.isBlank(last) { number.removeLast() }
        let unit: Double
        switch number.last {
        case UInt8(ascii: "s"): unit = 1
        case UInt8(ascii: "m"): unit = 60
        case UInt8(ascii: "h"): unit = 3600
        case UInt8(ascii: "d"): unit = 86_400
        case UInt8(ascii: "w"): unit = 604_800
        default: unit = 0
        }
        if unit > 0 { number.removeLast() }
        let value = number.withUnsafeBufferPointer { NumberText.isDecimalNumber($0) ? NumberText.double($0) : -1 }
        let seconds = value * max(unit, 1)
        guard value >= 0, seconds <= maximumPeriodDays * 86_400 else { return nil }
        let whole = seconds.rounded(.towardZero)
        let microseconds = ((seconds - whole) * 1e6).rounded(.toNearestOrEven)
        return .seconds(Int64(whole)) + .microseconds(Int64(microseconds))
    }
}
