/// The documentation of the API (OPS 4.3): `openapi.json`, a ReDoc page, and a Swagger UI page when there is a distribution for it.
enum DocumentationRoutes {
    static func routes(_ configuration: APIDocumentationConfiguration, openAPI: [UInt8]) -> [Route] {
        let prefix = configuration.urlPrefix
        let document = "\(prefix)/openapi.json"
        var routes: [Route] = [
            .get(document, .open, isLight: true) { _ in .json(openAPI) },
            .get("\(prefix)/\(configuration.redocPath)", .open, isLight: true) { _ in
                .html(redoc(title: configuration.title, script: configuration.redocURL, document: document))
            },
        ]
        if let base = configuration.swaggerUIURL {
            routes.append(
                .get("\(prefix)/\(configuration.swaggerUIPath)", .open, isLight: true) { _ in
                    .html(swaggerUI(title: configuration.title, base: base.hasSuffix("/") ? base : base + "/", document: document))
                })
        }
        return routes
    }

    private static func redoc(title: String, script: String, document: String) -> String {
        """
        <!doctype html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTML.escape(title))</title>
        <style>body { margin: 0 }</style>
        </head>
        <body>
        <redoc spec-url="\(HTML.escape(document))"></redoc>
        <script src="\(HTML.escape(script))"></script>
        </body>
        </html>

        """
    }

    private static func swaggerUI(title: String, base: String, document: String) -> String {
        """
        <!doctype html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTML.escape(title))</title>
        <link rel="stylesheet" href="\(HTML.escape(base))swagger-ui.css">
        </head>
        <body>
        <div id="swagger-ui" data-document="\(HTML.escape(document))"></div>
        <script src="\(HTML.escape(base))swagger-ui-bundle.js"></script>
        <script>
        const element = document.getElementById("swagger-ui");
        SwaggerUIBundle({ url: element.dataset.document, domNode: element, deepLinking: true });
        </script>
        </body>
        </html>

        """
    }
}
