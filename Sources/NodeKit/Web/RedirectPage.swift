/// The small body of redirects, which nobody reads (CA-API 2.2).
enum RedirectPage {
    static func html(_ url: String) -> String {
        let escaped = HTML.escape(url)
        return "<!doctype html>\n<title>Redirecting…</title>\n<p><a href=\"\(escaped)\">\(escaped)</a>\n"
    }
}

enum HTML {
    static func escape(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
