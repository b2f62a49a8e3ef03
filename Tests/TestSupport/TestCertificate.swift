/// A self-signed certificate for `localhost` and 127.0.0.1, valid from 2020 to 2120. Its key is public, so it is of use for tests only.
public struct TestCertificate: Sendable {
    /// In PEM.
    public let certificate: String
    /// The private key, in PEM.
    public let key: String

    /// The certificate.
    public static let localhost = TestCertificate(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
            c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
            CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIPn3+CF5efZ2Aa6
            cgbtu1SZsg0ic/n+vlJjuvvduea4q65tLXoaa0aBb0y2QOWTlz51qTjv3CJ5OQsB
            3HppWtujTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
            hwR/AAABMB0GA1UdDgQWBBTbM3q+HNxGlsPSwhvNJKvqqcCn3zAKBggqhkjOPQQD
            AgNHADBEAiBYPG+2YTo35poFU3P6cVjSMbuyHlKgtWzCzr4LJ7v2pQIgevtcrNom
            DdrKEPuAMdjmcL+e09/HCB0SAnWLRcI3Gog=
            -----END CERTIFICATE-----
            """,
        key: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnRCA5D30C+bietT3
            6uRrrN79OFzKefPe8cJ7WdZPS/OhRANCAASD59/gheXn2dgGunIG7btUmbINInP5
            /r5SY7r73bnmuKuubS16GmtGgW9MtkDlk5c+dak479wieTkLAdx6aVrb
            -----END PRIVATE KEY-----
            """)
}
