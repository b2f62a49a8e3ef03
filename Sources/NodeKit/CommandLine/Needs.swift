/// Variables that commands of several nodes need (OPS 3.2).
public enum Needs {
    public static let database = "POSTGRES_URL"
    public static let authorization = "OAUTH2_INTROSPECT_URL"
}
