import SMPProtocol

extension APIRequest {
    /// The body as one JSON value: an empty object when there is none, or when its media type is not JSON (CA-API 2.3).
    ///
    /// - Throws: 400.
    public func json() throws(APIError) -> JSONValue {
        if body.isEmpty { return .object(JSONObject()) }
        var limits = JSONLimits.document(maximumBytes: max(1, body.count))
        // NaN and the infinities get the error of their field (CA-API 2.3, item 7).
        limits.acceptsSpecialNumbers = true
        do {
            return try JSONValue(json: body, limits: limits)
        } catch {
            throw .invalidJSON
        }
    }

    /// Reads the JSON object in the body.
    ///
    /// - Parameters:
    ///   - read: takes the fields; see ``ObjectReader``.
    ///   - rules: the messages of broken rules between fields, asked only when every field is right.
    /// - Throws: 400 for something that is not JSON, 422 with all errors of fields.
    public func decode<Value>(
        _ read: (inout ObjectReader) -> Value, rules: (Value) -> [String] = { _ in [] }
    ) throws(APIError) -> Value {
        switch ObjectReader.read(try json(), read, rules) {
        case .success(let value): return value
        case .failure(let failure): throw .invalid(failure.errors)
        }
    }

    /// Reads query parameters; unknown ones are ignored, of repeated ones the first counts (CA-API 2.5).
    ///
    /// ```swift
    /// let prev = try request.decodeQuery { $0.integer("prev", in: 0...Int64.max, default: 0) }
    /// ```
    /// - Throws: 422 with all errors.
    public func decodeQuery<Value>(_ read: (inout QueryReader) -> Value) throws(APIError) -> Value {
        var reader = QueryReader(target.rawQuery ?? "")
        let value = read(&reader)
        guard reader.errors.isEmpty else { throw .invalidQuery(reader.errors) }
        return value
    }
}
