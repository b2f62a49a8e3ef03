import NodeKit
import WebFetch

/// How the documents of currencies are fetched, and how long they hold (TW 2.3, TW-10).
struct DocumentSettings: Sendable, Equatable {
    /// `HTTP_FETCH_PROCESSES`; 0: none.
    let processes: Int
    /// `HTTP_FETCH_CONNECTIONS`: of each process.
    let connections: Int
    /// `HTTP_FETCH_TIMEOUT`: of one request.
    let timeoutSeconds: Double
    /// Seconds between two looks at what is to be fetched, when nobody says that there is something.
    let waitSeconds: Double
    /// `HTTP_FETCH_SSL_CERT_FILE`: whom to trust.
    let certificateFile: String
    /// `APP_VERIFY_SSL_CERTS`
    let verifiesCertificates: Bool
    /// `HTTP_FETCH_ALLOWED_PRIVATE_HOSTS`: whom to ask although their addresses are not public.
    let privateHosts: [AddressPolicy.Exception]
    /// `APP_COIN_INFO_DOCUMENT_MAX_LENGTH`
    let maxBytes: Int
    /// `APP_DEBTOR_INFO_FETCH_BURST_COUNT`
    let burstCount: Int
    /// `APP_DEBTOR_INFO_EXPIRY_DAYS`
    let expiryDays: Double
    /// `APP_LOCATOR_CLAIM_EXPIRY_DAYS`
    let claimExpiryDays: Double

    init(reader: inout ConfigurationReader) {
        reader.section("Documents of currencies")
        processes = reader.read("HTTP_FETCH_PROCESSES", .processes, default: 1, "How many fetchers work; 0: none")
        connections = reader.read("HTTP_FETCH_CONNECTIONS", .integer(in: 1...10_000), default: 100, "Requests at once, of each fetcher")
        timeoutSeconds = reader.read("HTTP_FETCH_TIMEOUT", .seconds(in: 0.001...3600), default: 10, "Seconds that one request may take")
        let period = reader.read(
            "APP_HTTP_FETCH_PERIOD", .period(in: .zero ... .days(365)), default: .seconds(15),
            "The time between two looks at what is to be fetched")
        let old = reader.readOptional("HTTP_FETCH_PERIOD", .waitSeconds, "The same in seconds; wins over `APP_HTTP_FETCH_PERIOD`")
        waitSeconds = old ?? period.inSeconds
        certificateFile = reader.read(
            "HTTP_FETCH_SSL_CERT_FILE", .text, default: "/etc/ssl/certs/ca-certificates.crt", "The certificates that are trusted")
        verifiesCertificates = reader.read(
            "APP_VERIFY_SSL_CERTS", .flag, default: true, "`false` accepts any certificate. For tests only")
        privateHosts = reader.read(
            "HTTP_FETCH_ALLOWED_PRIVATE_HOSTS", .privateHosts, default: [],
            """
            Hosts, addresses and blocks of addresses (`host`, `host:port`, `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`), separated by commas \
            or spaces, that documents are fetched from although they are not public. The host and port of `BASE_DEBTOR_INFO_LOCATOR` \
            are always among them
            """)
        maxBytes = reader.read(
            "APP_COIN_INFO_DOCUMENT_MAX_LENGTH", .integer(in: 1...100_000_000), default: 50_000, "The longest document, in bytes")
        burstCount = reader.read(
            "APP_DEBTOR_INFO_FETCH_BURST_COUNT", .integer(in: 1...1_000_000), default: 2000, "How many fetches are taken up at once")
        let expiry = reader.read(
            "APP_DEBTOR_INFO_EXPIRY_DAYS", .days(in: 1...1e6), default: 7, "How long a document holds; at least 1")
        let claim = reader.read(
            "APP_LOCATOR_CLAIM_EXPIRY_DAYS", .days(in: 30...1e6), default: 45,
            "How long it is remembered where the document of a debtor is; at least 30, and five times as long as a document holds")
        (expiryDays, claimExpiryDays) = (expiry, claim)
        reader.check(
            claim >= 5 * expiry, "APP_LOCATOR_CLAIM_EXPIRY_DAYS", "APP_DEBTOR_INFO_EXPIRY_DAYS",
            expected: "the first at least five times the second")
    }
}

extension ValueType where Value == [AddressPolicy.Exception] {
    /// A list of hosts and blocks of addresses.
    fileprivate static let privateHosts = ValueType(
        name: "str", expected: "hosts, addresses or blocks of addresses, separated by commas or spaces", acceptsEmpty: true,
        // The only default is the empty list.
        describe: { _ in "" }
    ) { text in
        let parts = text.split { $0 == "," || $0.isWhitespace }
        let hosts = parts.compactMap { AddressPolicy.Exception(String($0)) }
        return hosts.count == parts.count ? hosts : nil
    }
}
