/// The small body of redirects, which nobody reads (CA-API 2.2).
enum RedirectPage {
    static func html(_ url: String) -> String {
        let escaped = HTML.escape(url)
        return "<!doctype html>\n<title>Redirecting…</title>\n<p><a href=\"\(escaped)\">\(escaped)</a>\n"
    }
}
