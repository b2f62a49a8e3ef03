import CNodeResources

/// Which release of the project this is.
public enum Release {
    /// The version, from the file `VERSION`, e.g. `0.9.0`.
    public static let version = String(String(cString: node_version()).prefix { !$0.isNewline })
}
